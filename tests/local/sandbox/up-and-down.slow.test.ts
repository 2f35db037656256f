import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { localCommand } from "../../../local/sandbox/command";
import { keptPaths } from "../../../local/sandbox/paths";
import { isRunning, readPidFile } from "../../../local/sandbox/pid-file";
import { missingForDeploy } from "../../../local/sandbox/usage";
import { describeWithMoto } from "../../support/moto";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = path.join(temporaryFolder(), "kept");
const before = process.env.LOCAL_AWS_FOLDER;
beforeAll(() => {
  process.env.LOCAL_AWS_FOLDER = folder;
});
afterAll(() => {
  if (before === undefined) delete process.env.LOCAL_AWS_FOLDER;
  else process.env.LOCAL_AWS_FOLDER = before;
});

async function run(...args: readonly string[]): Promise<{ exitCode: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  const exitCode = await localCommand(args, {
    out: (text) => {
      out += `${text}\n`;
    },
    err: (text) => {
      err += `${text}\n`;
    },
  });
  return { exitCode, out, err };
}

describe("npm run local", () => {
  test.each([
    ["status"],
    ["deploy"],
    ["plan"],
    ["rotate", "shop"],
    ["connect"],
    ["connect", "shop", "-e", "select 1"],
    ["sql", "shop", "select 1"],
    ["logs", "--failed", "-n", "5"],
    ["destroy"],
  ])("%s says that nothing runs, and what to do", async (...args) => {
    const { exitCode, err } = await run(...args);
    expect({ exitCode, err }).toEqual({
      exitCode: 1,
      err: "local: the local AWS is not running; what to do: npm run local -- up (not_running)\n",
    });
  });

  test.each([["plan"], ["deploy"], ["destroy"]])("%s refuses a stack that there is none of", async (command) => {
    const { exitCode, err } = await run(command, "databases");
    expect([exitCode, err]).toEqual([2, expect.stringMatching(/no stack "databases"; allowed: local-network/)]);
  });

  test("up says what deploy will miss", () => {
    const before = process.env.PATH;
    process.env.PATH = temporaryFolder();
    try {
      expect(missingForDeploy()).toEqual([
        expect.stringMatching(/^Not ready to deploy: there is no terraform on the PATH.*what to do: install it/),
      ]);
    } finally {
      process.env.PATH = before;
    }
  });

  test("down has nothing to stop", async () => {
    expect(await run("down")).toEqual({ exitCode: 0, out: "it is not running\n", err: "" });
  });

  test.each([
    ["nonsense"],
    ["rotate"],
    ["up", "--for-ever"],
    ["up", "--engine=oracle"],
    ["status", "more"],
    ["sql", "shop"],
    ["logs", "-n", "some"],
  ])("refuses %s %s", async (...args) => {
    const { exitCode, err } = await run(...args);
    expect([exitCode, err]).toEqual([2, expect.stringMatching(/what to do: npm run local -- --help/)]);
  });
});

describeWithMoto("a local AWS that stays", () => {
  test("starts in the background, is there once, is closed to others, and goes on after it was stopped", async () => {
    const paths = keptPaths();
    const started = await run("up");
    expect([started.exitCode, started.err]).toEqual([0, ""]);
    const served = readPidFile(paths);
    expect(started.out).toContain(served?.url);
    expect(started.out).toMatch(
      /^ {2}export AWS_ENDPOINT_URL=http\S+ .*AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1$/m,
    );
    expect((await run("up")).out).toContain(served?.url);
    for (const option of [["--foreground"], ["--every", "1"]])
      expect((await run("up", ...option)).err).toMatch(/is already running.*\(already_running\)/);
    expect(statSync(folder).mode & 0o077).toBe(0);

    expect(await run("down")).toEqual({
      exitCode: 0,
      out: "stopped; npm run local -- up resumes from what it saved\n",
      err: "",
    });
    expect([isRunning(served?.pid ?? 0), readPidFile(paths), existsSync(paths.servedBy)]).toEqual([
      false,
      undefined,
      false,
    ]);

    expect((await run("up")).exitCode).toBe(0);
    expect((await run("down")).exitCode).toBe(0);
  }, 120_000);
});
