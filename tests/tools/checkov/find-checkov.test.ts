import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CHECKOV_VERSION, findCheckov, privateCheckovFolder } from "../../../tools/checkov/find-checkov";
import { installCheckov } from "../../../tools/checkov/install-checkov";
import { temporaryFolder } from "../../support/temporary-folder";

const PATH = process.env.PATH;
afterEach(() => {
  process.env.PATH = PATH;
});

/** Puts a program of this name on an otherwise empty PATH. */
function alone(name: string, script: string): void {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(path.join(folder, name), 0o755);
  process.env.PATH = folder;
}

describe("checkov", () => {
  test("is taken from the PATH, whatever its version", async () => {
    alone("checkov", "echo 4.0.1");
    expect(await findCheckov(temporaryFolder())).toMatchObject({ command: "checkov", args: [], version: "4.0.1" });
  });

  test("is taken from the modules of python3", async () => {
    alone("python3", 'test "$*" = "-m checkov.main --version" && echo 4.0.2');
    expect(await findCheckov(temporaryFolder())).toMatchObject({ command: "python3", version: "4.0.2" });
  });

  test("is taken from the folder that it was installed into, in a path with spaces", async () => {
    alone("python3", `test -n "$PYTHONPATH" && echo ${CHECKOV_VERSION}`);
    const cache = temporaryFolder();
    expect(await findCheckov(cache)).toBeUndefined();
    mkdirSync(privateCheckovFolder(cache));
    expect(await findCheckov(cache)).toMatchObject({ environment: { PYTHONPATH: privateCheckovFolder(cache) } });
  });

  test("is not found if the program fails or prints no version", async () => {
    alone("checkov", "echo broken; exit 1");
    expect(await findCheckov(temporaryFolder())).toBeUndefined();
  });

  test("says why it could not be installed, and leaves nothing behind", async () => {
    alone("python3", 'echo "no such index" >&2; exit 1');
    const cache = temporaryFolder();
    expect(await installCheckov(cache)).toEqual({
      whyNot: `python3 -m pip could not install checkov ${CHECKOV_VERSION}: python3 ended with exit code 1; it wrote: no such index`,
    });
    expect(await findCheckov(cache)).toBeUndefined();
  });
});
