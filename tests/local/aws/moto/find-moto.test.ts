import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findMeasuredMoto, findMoto, MOTO_VERSION, privateMotoFolder } from "../../../../local/aws/moto/find-moto";
import { findOrInstallMoto } from "../../../../local/aws/moto/install-moto";
import { temporaryFolder } from "../../../support/temporary-folder";

const PATH = process.env.PATH;
afterEach(() => {
  process.env.PATH = PATH;
});

/** Puts a `python3` alone on the PATH. What it is asked is in "$*", and its module path in "$PYTHONPATH". */
function python(script: string): void {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, "python3"), `#!/bin/sh\n${script}\n`);
  chmodSync(path.join(folder, "python3"), 0o755);
  process.env.PATH = folder;
}

const OF_3_11 = 'case "$*" in *version_info*) echo 3.11.7; exit;; esac';
const quiet = (): void => {};

describe("moto", () => {
  test("is found among the modules of python3, whatever its version", () => {
    python("echo 5.9.0");
    expect(findMoto()).toEqual({ python: "python3", environment: {}, version: "5.9.0" });
  });

  test("of another version than the measured one is not what the gateway takes", () => {
    python("echo 5.9.0");
    expect(findMeasuredMoto(temporaryFolder())).toBeUndefined();
    python(`echo ${MOTO_VERSION}`);
    expect(findMeasuredMoto(temporaryFolder())).toMatchObject({ version: MOTO_VERSION });
  });

  test("is found in the private folder, beside another version", () => {
    python(`if test -n "$PYTHONPATH"; then echo ${MOTO_VERSION}; else echo 5.9.0; fi`);
    const cache = temporaryFolder();
    mkdirSync(privateMotoFolder(cache));
    expect(findMeasuredMoto(cache)?.environment).toEqual({ PYTHONPATH: privateMotoFolder(cache) });
  });

  test("is not found without its server, which the query prints nothing for", () => {
    python("echo ''");
    expect(findMoto()).toBeUndefined();
  });

  test("is installed once into the private folder, and said so", async () => {
    python(`${OF_3_11}
      case "$*" in *pip*install*) while test "$1" != --target; do shift; done; mkdir -p "$2"; exit;; esac
      test -n "$PYTHONPATH" && echo ${MOTO_VERSION}`);
    process.env.PATH += `:${PATH}`; // for mkdir
    const said: string[] = [];
    const moto = await findOrInstallMoto(temporaryFolder(), (words) => said.push(words));
    expect(moto.environment.PYTHONPATH).toContain(`moto-${MOTO_VERSION}`);
    expect(said).toEqual([`installing moto ${MOTO_VERSION}, once`]);
  });

  test.each([
    ["there is no Python", undefined, /there is no python3 on the PATH; what to do: install Python 3\.10 or later/],
    [
      "Python is too old",
      'case "$*" in *version_info*) echo 3.9.2;; esac',
      /python3 is 3\.9\.2, and 3\.10 or later is/,
    ],
    ["pip fails", `${OF_3_11}; echo "no such index" >&2; exit 1`, /could not install it: .*no such index/],
  ])("is missing with a remedy where %s", async (_title, script, message) => {
    if (script === undefined) process.env.PATH = temporaryFolder();
    else python(script);
    await expect(findOrInstallMoto(temporaryFolder(), quiet)).rejects.toMatchObject({
      code: "moto_not_found",
      message: expect.stringMatching(message),
    });
  });
});
