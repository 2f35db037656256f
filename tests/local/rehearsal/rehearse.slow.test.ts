import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { RowDataPacket } from "mysql2/promise";
import { rootConnection, testMysql } from "../../support/mysql";
import { REPOSITORY, temporaryFolder } from "../../support/temporary-folder";

/** The command as a person runs it, in folders of its own. */
interface Command {
  readonly child: ChildProcess;
  /** Where it runs, and so where it writes `rehearsal/`. */
  readonly folder: string;
  readonly temporary: string;
  readonly text: { out: string; err: string };
  readonly exitCode: Promise<number | null>;
}

function rehearse(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Command {
  const folder = temporaryFolder();
  const temporary = path.join(folder, "tmp");
  mkdirSync(temporary);
  const loader = require.resolve("tsx");
  const child = spawn(process.execPath, ["--import", loader, path.join(REPOSITORY, "local/rehearse.ts"), ...args], {
    cwd: folder,
    env: { ...process.env, TMPDIR: temporary, CI: "1", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // a process group of its own, to which Ctrl-C can be sent as a terminal does
  });
  const text = { out: "", err: "" };
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    text.out += chunk;
  });
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    text.err += chunk;
  });
  const exitCode = new Promise<number | null>((resolve) => {
    child.once("close", (code) => resolve(code));
  });
  return { child, folder, temporary, text, exitCode };
}

/** What it left: files in its temporary folder (the loader's cache aside) and processes that were started for it. */
function leftBy({ child, temporary }: Command): string[] {
  const files = readdirSync(temporary).filter((name) => !/^(tsx-|node-compile-cache)/.test(name));
  const processes = execFileSync("ps", ["-A", "-o", "pid=,pgid=,stat=,args="], { encoding: "utf8" })
    .split("\n")
    .filter((line) => !/^\s*\d+\s+\d+\s+Z/.test(line)) // ended, and only not yet noticed by its parent
    .filter((line) => line.includes(temporary) || new RegExp(`^\\s*\\d+\\s+${child.pid}\\s`).test(line));
  return [...files, ...processes];
}

describe("npm run rehearse", () => {
  it("rotates real passwords while clients log in, and no login fails", async () => {
    const mysql = testMysql();
    const shared = new URL(`mysql://${mysql.host}:${mysql.port}`);
    [shared.username, shared.password] = [mysql.root.username, mysql.root.password];
    const command = rehearse(["--json", "--rotations", "2", "--seconds", "4"], {
      MYSQL_URL: shared.href,
      MYSQL_CA_FILE: mysql.caFile,
    });
    expect([await command.exitCode, command.text.err.match(/^rehearse: .*/m)]).toEqual([0, null]);

    const document = JSON.parse(command.text.out);
    expect(document).toMatchObject({
      ok: true,
      problems: [],
      rotations: 8,
      strategies: ["admin-rotated", "alternating-users", "single-user"],
      failedLogins: 0,
      failedLoginsByFunction: 0,
      mysql: { version: mysql.version },
      picture: { svg: "rehearsal/timeline.svg", page: "rehearsal/timeline.html" },
    });
    for (const { all } of [document.apiCallsPerRotation, document.loginsPerRotation]) expect(all).toHaveLength(8);
    expect(Math.min(...document.apiCallsPerRotation.all)).toBeGreaterThan(0);
    expect(Math.min(...document.loginsPerRotation.all)).toBeGreaterThan(0);
    for (const [index, calls] of document.apiCallsPerRotation.all.entries()) {
      // Four secrets rotate at once: a finishSecret that lands in another process than its testSecret tests again (docs/decisions/039-when-a-rotation-may-be-cancelled.md).
      // One that lands in another process than its setSecret reads AWSCURRENT as well, to compare the two.
      const isTestedAgain = calls > 11;
      expect(calls).toBeLessThanOrEqual(13);
      expect(document.loginsPerRotation.all[index]).toBeLessThanOrEqual(isTestedAgain ? 4 : 3);
    }
    expect(document.logins).toBeGreaterThan(40);
    expect(document.oldestCredential.replacedForMs).toBeGreaterThan(500);
    // root's, the admin's, and three versions of four secrets
    expect(document.passwordsNotFound).toBe(14);
    expect(document.secrets.map((secret: { rotations: unknown[] }) => secret.rotations.length)).toEqual([2, 2, 2, 2]);
    expect(document.secrets.map((secret: { users: string[] }) => secret.users)).toEqual([
      ["shop", "shop_clone"],
      ["reporting", "reporting_clone"],
      ["jobs"],
      ["search"],
    ]);

    const written = ["timeline.svg", "timeline.html", "record.json"].map((name) =>
      readFileSync(path.join(command.folder, "rehearsal", name), "utf8"),
    );
    for (const text of [...written, command.text.out, command.text.err]) {
      expect([text.includes(mysql.root.password), text.includes(command.folder)]).toEqual([false, false]);
    }
    expect(leftBy(command)).toEqual([]);
    await expectNothingLeftOn();
  }, 60_000);

  it("stops everything on Ctrl-C, says so, and leaves no process and no file", async () => {
    const command = rehearse(["--seconds", "60"], { MYSQL_URL: "" });
    await new Promise<void>((resolve) => {
      command.child.stdout?.on("data", () => command.text.out.includes("rotation 1 of") && resolve());
      void command.exitCode.then(() => resolve());
    });
    expect(leftBy(command).length).toBeGreaterThan(2); // the folder of the zip, mysqld, the function
    process.kill(-(command.child.pid ?? 0), "SIGINT");
    expect(await command.exitCode).toBe(130);
    expect(command.text.err).toContain("stopped by SIGINT; nothing is left running");
    expect(leftBy(command)).toEqual([]);
    expect(existsSync(path.join(command.folder, "rehearsal"))).toBe(false);
  }, 60_000);

  it("gives one clear error for a bad option and starts nothing", async () => {
    const command = rehearse(["--rotations", "many"]);
    expect(await command.exitCode).toBe(2);
    expect(command.text.out).toBe("");
    expect(command.text.err).toMatch(/^rehearse: --rotations .*; found: "many"; allowed: .*; what to do: .*\n$/);
    expect(leftBy(command)).toEqual([]);
  }, 30_000);
});

/** The server was borrowed: what the rehearsal made on it is gone. */
async function expectNothingLeftOn(): Promise<void> {
  const root = await rootConnection();
  try {
    const [users] = await root.query<RowDataPacket[]>(
      "SELECT user FROM mysql.user WHERE user REGEXP '^(shop|reporting|jobs|search)(_clone)?$'",
    );
    const [databases] = await root.query<RowDataPacket[]>("SHOW DATABASES LIKE 'shop'");
    expect([...users, ...databases]).toEqual([]);
  } finally {
    await root.end();
  }
}
