import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { StackRunner, terraformVariables } from "../../../ops/terraform/stack-runner";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();
const program = path.join(folder, "terraform");
writeFileSync(program, '#!/bin/sh\necho "$*"\n', { mode: 0o755 });

const init = async (name: string, lockFile: string | undefined) => {
  const stack = path.join(folder, name);
  mkdirSync(stack);
  const signal = new AbortController().signal;
  const runner = new StackRunner({ terraform: program, variables: { PATH: process.env.PATH ?? "" }, signal });
  const { stdout } = await runner.init(stack, lockFile);
  const copy = path.join(stack, ".terraform.lock.hcl");
  return { arguments: stdout.trim(), locked: existsSync(copy) ? readFileSync(copy, "utf8") : undefined };
};

describe("terraform init of a stack", () => {
  it("installs what the repository's lock file says, and nothing else", async () => {
    const lockFile = path.join(folder, "provider.lock.hcl");
    writeFileSync(lockFile, "one version");
    expect(await init("with", lockFile)).toEqual({
      arguments: "init -input=false -lockfile=readonly",
      locked: "one version",
    });
  });

  it("takes the newest that fits where there is none", async () => {
    expect(await init("without", undefined)).toEqual({ arguments: "init -input=false", locked: undefined });
  });
});

describe("the variables of Terraform", () => {
  it("let no terraform init install again what the cache of providers holds, which would break the others that run beside", () => {
    expect(terraformVariables({ TF_PLUGIN_CACHE_DIR: folder })).toMatchObject({
      TF_PLUGIN_CACHE_DIR: folder,
      TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "1",
    });
  });

  it("let it collect garbage less often, unless the person says how often", () => {
    expect(terraformVariables({ TF_PLUGIN_CACHE_DIR: folder })).toMatchObject({ GOGC: "300" });
    expect(terraformVariables({ TF_PLUGIN_CACHE_DIR: folder, GOGC: "50" })).toMatchObject({ GOGC: "50" });
  });
});
