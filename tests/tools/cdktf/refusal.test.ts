import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";
import { refusalOf } from "../../../tools/cdktf/refusal";
import { temporaryFolder } from "../../support/temporary-folder";

describe("npm run deploy, diff and destroy, before the CDKTF CLI starts", () => {
  const searchPath = temporaryFolder();
  writeFileSync(path.join(searchPath, "terraform"), "#!/bin/sh\n");
  chmodSync(path.join(searchPath, "terraform"), 0o755);
  const refusal = (...[command = "", ...args]: readonly string[]) =>
    refusalOf(command, args, { searchPath, emulatorUrl: undefined });

  it.each(["deploy", "diff", "destroy"])("%s says that Terraform is missing, and what to do", (command) => {
    expect(refusalOf(command, ["dev-*"], { searchPath: "", emulatorUrl: undefined })).toMatch(
      /^\w+: there is no terraform on the PATH; allowed: Terraform 1\.10 or later.*what to do: install it/,
    );
  });

  it("names the environments where no stack has the name", () => {
    expect(refusal("deploy", "dve-*")).toMatch(
      /^deploy: no stack is called dve-\*; allowed: dev-\*, .*network.*what to do: npm run deploy -- 'dev-\*'/,
    );
    expect(refusal("diff", "dev-app-secrt")).toMatch(/^diff: no stack is called dev-app-secrt; allowed:/);
    expect(refusal("destroy", "dve")).toMatch(/^destroy: no stack is called dve; allowed:/);
    expect(refusal("deploy")).toMatch(/^deploy: no stack is named; allowed:/);
  });

  it("says how to deploy to the local AWS where no emulator is named, and passes where one is", () => {
    for (const stacks of [["local-*"], ["local-database", "dev-network"]]) {
      expect(refusal("deploy", ...stacks)).toMatch(
        /^deploy: local-\S+ is for an AWS emulator, and AWS_ENDPOINT_URL names none.*what to do: npm run local -- up, then npm run local -- deploy$/,
      );
    }
    expect(refusal("diff", "local-*")).toMatch(/npm run local -- plan$/);
    const emulatorUrl = "http://127.0.0.1:4566";
    expect(refusalOf("deploy", ["local-*"], { searchPath, emulatorUrl })).toBeUndefined();
  });

  it("lets pass what the CLI can do", () => {
    expect(refusal("deploy", "dev-*", "--auto-approve")).toBeUndefined();
    expect(refusal("deploy", "dev-network", "dev-database", "--parallelism", "1")).toBeUndefined();
    expect(refusal("diff", "*-app-secret")).toBeUndefined();
    expect(refusal("deploy", "--help")).toBeUndefined();
    expect(refusalOf("synth", [], { searchPath: "", emulatorUrl: undefined })).toBeUndefined();
  });
});
