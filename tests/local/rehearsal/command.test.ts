import { existsSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { RunningMysql } from "../../../local/mysql/start";
import { rehearseCommand } from "../../../local/rehearsal/command";
import { type RehearsalInput, type Rehearsed, runRehearsal } from "../../../local/rehearsal/run";
import { testMysql } from "../../support/mysql";
import { temporaryFolder } from "../../support/temporary-folder";
import { type SyntheticOptions, syntheticRecord } from "./synthetic-record";

jest.mock("../../../local/rehearsal/run", () => ({
  ...jest.requireActual("../../../local/rehearsal/run"),
  runRehearsal: jest.fn(),
}));

/** What is left running, which notes what happens to it. */
function keptAws(happened: string[]): Rehearsed["kept"] {
  const server = {
    url: "http://127.0.0.1:1",
    region: "eu-west-1",
    rotationSettled: async () => ({ status: "succeeded" }),
  };
  const send = async ({ input }: { input: { SecretId: string } }) => void happened.push(input.SecretId);
  const aws = { server, client: () => ({ send }), passDay: () => void happened.push("a day passed") };
  const secrets = [{ name: "local/shop", arn: "arn:shop", strategy: "alternating-users" }];
  return { aws, secrets, functionArn: "arn:function" } as unknown as Rehearsed["kept"];
}

const PASSWORD = "not-to-be-seen-anywhere";

/** Runs the command on a rehearsal that ends with a synthetic record. */
async function command(args: readonly string[], record: SyntheticOptions, log: readonly string[] = []) {
  const ended: string[] = [];
  const rotated: string[] = [];
  jest.mocked(runRehearsal).mockImplementation(async ({ cleanup, leakCheck }: RehearsalInput): Promise<Rehearsed> => {
    cleanup.add("MySQL", () => void ended.push("MySQL"));
    leakCheck.register(PASSWORD);
    const mysql = testMysql() as RunningMysql;
    return { record: syntheticRecord(record), mysql, kept: keptAws(rotated), functionLog: log };
  });
  const folder = path.join(temporaryFolder(), "rehearsal");
  const [out, err]: [string[], string[]] = [[], []];
  const exitCode = rehearseCommand(
    args,
    {
      out: (text) => void out.push(text),
      err: (text) => void err.push(text),
    },
    folder,
  );
  return { exitCode, out, err, ended, folder, rotated };
}

describe("rehearseCommand", () => {
  it("ends with 0 and a report when no login failed, and has stopped everything", async () => {
    const { exitCode, out, ended } = await command([], {});
    expect(await exitCode).toBe(0);
    expect(out.join("\n")).toMatch(/6 rotations, 1,440 logins, 0 failed\.\n\nPicture .*timeline\.html/);
    expect(ended).toEqual(["MySQL"]);
  });

  it("ends with 1 and the reason when a login failed", async () => {
    const { exitCode, out } = await command([], { failLogin: 3 });
    expect(await exitCode).toBe(1);
    expect(out.join("\n")).toContain("ER_ACCESS_DENIED_ERROR: Access denied for user");
  });

  it("prints one JSON document and nothing else, and the reason of a failure beside it", async () => {
    const { exitCode, out, err } = await command(["--json"], { failLogin: 3 });
    expect(await exitCode).toBe(1);
    expect(out).toHaveLength(1);
    expect(JSON.parse(out[0] ?? "")).toMatchObject({ ok: false, failedLogins: 1, passwordsNotFound: 1 });
    expect(err.join("\n")).toContain("ER_ACCESS_DENIED_ERROR: Access denied for user");
  });

  it("ends with 2 for an option that it does not know, and starts nothing", async () => {
    const { exitCode, out, err, folder } = await command(["--fast"], {});
    expect(await exitCode).toBe(2);
    expect(out).toEqual([]);
    expect(err).toEqual([expect.stringMatching(/unknown option '--fast'.*what to do: /)]);
    expect(existsSync(folder)).toBe(false);
  });

  it("shows nothing of a run whose log holds a password, and says which text it was", async () => {
    const { exitCode, out, err, ended, folder } = await command([], {}, ["{}", `{"message":"${PASSWORD}"}`]);
    expect(await exitCode).toBe(1);
    expect([...out, ...err].join("\n")).not.toContain(PASSWORD);
    expect(err.join("\n")).toContain("a password of this rehearsal is in the function's log");
    expect(existsSync(folder)).toBe(false);
    expect(ended).toEqual(["MySQL"]);
  });

  it("does not show an error in whose text a password is", async () => {
    const running = await command([], {});
    await running.exitCode;
    jest.mocked(runRehearsal).mockImplementation(async ({ leakCheck }) => {
      leakCheck.register(PASSWORD);
      throw new Error(`near '${PASSWORD}'`);
    });
    const err: string[] = [];
    const write = (text: string) => void err.push(text);
    const code = await rehearseCommand([], { out: write, err: write }, running.folder);
    expect(code).toBe(1);
    expect(err.join("\n")).toBe("rehearse: an error is not shown, because a password is in its text");
  });

  it("keeps MySQL until Ctrl-C when asked to, then stops it and says so", async () => {
    const { exitCode, out, err, ended } = await command(["--keep"], {});
    while (!out.join("\n").includes("until you press Ctrl-C")) await wait(5);
    expect(ended).toEqual([]);
    process.emit("SIGINT", "SIGINT");
    expect(await exitCode).toBe(130);
    expect(ended).toEqual(["MySQL"]);
    expect(err.join("\n")).toBe("stopped by SIGINT; nothing is left running");
    expect(out.join("\n")).not.toContain(testMysql().root.password);
  });

  it("goes on rotating at the interval, and says what an application needs", async () => {
    const { exitCode, out, rotated } = await command(["--keep", "--every", "1s"], {});
    while (!out.join("\n").includes("rotation 1 of local/shop succeeded")) await wait(5);
    process.emit("SIGINT", "SIGINT");
    expect(await exitCode).toBe(130);
    expect(rotated).toEqual(["arn:shop", "a day passed"]);
    expect(out.join("\n")).toMatch(
      /export AWS_ENDPOINT_URL_SECRETS_MANAGER='http:.*\n.*AWS_REGION='eu-west-1'[\s\S]*DB_SECRET_ID='local\/shop'/,
    );
  });
});
