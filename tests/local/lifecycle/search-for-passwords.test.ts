import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { zipSync } from "fflate";
import type { LifecycleContext } from "../../../local/lifecycle/context";
import { searchForPasswords } from "../../../local/lifecycle/search-for-passwords";
import { startClock } from "../../../local/terminal/clock";
import { newLeakCheck } from "../../../local/terminal/leak-check";
import { openWorkspace } from "../../../local/terraform/workspace";
import { temporaryFolder } from "../../support/temporary-folder";

const PASSWORD = "made-for-this-test-only";

function search(files: Readonly<Record<string, string | Uint8Array>>, log: readonly string[] = [], functionLog = "") {
  const workspace = openWorkspace(path.join(temporaryFolder(), "deployment"));
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(workspace.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  const gateway = { passwords: () => new Set([PASSWORD]), functionLogs: () => [functionLog], calls: () => [] };
  const leakCheck = newLeakCheck();
  leakCheck.follow(gateway.passwords());
  return searchForPasswords({ workspace, gateway, clock: startClock() } as unknown as LifecycleContext, log, leakCheck)
    .scenario.outcome;
}

const zipped = (text: string) => zipSync({ "tfstate-prev": Buffer.from(text) });

describe("the search for passwords", () => {
  test("finds none where there is none", () => {
    expect(search({ "a.tfstate": "{}", "b.tfplan": zipped("nothing") }, ["a line"], "another")).toEqual({ ok: true });
  });

  test.each([
    ["a state", { "terraform.local-database.tfstate": JSON.stringify({ password: PASSWORD }) }, "tfstate"],
    ["a file in a folder", { "cdktf.out/stacks/local-network/cdk.tf.json": PASSWORD }, "cdk.tf.json"],
    ["an entry of a plan", { "life.tfplan": zipped(`x${PASSWORD}y`) }, "life.tfplan/tfstate-prev"],
    ["base64", { "log.txt": Buffer.from(`user:${PASSWORD}`).toString("base64") }, "log.txt"],
  ])("finds one in %s, and names the place and not the password", (_, files, place) => {
    const outcome = search(files);
    if (outcome.ok) throw new Error("nothing was found");
    expect(outcome.reason).toContain(place);
    expect(outcome.reason).not.toContain(PASSWORD);
  });

  test("finds one in the logs of the local AWS and of the function", () => {
    expect(search({}, [`rds: ${PASSWORD}`])).toMatchObject({ ok: false });
    expect(search({}, [], PASSWORD)).toMatchObject({ ok: false });
  });

  test("passes over the provider, which is somebody else's and large", () => {
    expect(search({ "cdktf.out/.terraform/providers/aws": PASSWORD })).toEqual({ ok: true });
  });
});
