import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { runAtTerminal } from "../../../ops/command/run-at-terminal";
import type { Route } from "../../../ops/route/route";
import { testMysql } from "../../support/mysql";
import { type Deployed, type OpsWorld, opsWorld, runForTest } from "../../support/ops-world";
import { ORACLES_MYSQL, onPath, restorePath, stubClient } from "../../support/programs-on-path";

jest.setTimeout(120_000);

describe("ops connect", () => {
  let ops: OpsWorld;
  beforeAll(async () => {
    ops = await opsWorld();
  });
  afterAll(() => ops.close());
  afterEach(restorePath);

  const run = (one: Deployed, words: readonly string[], more: object = {}) =>
    runForTest(["connect", one.environment.name, ...words], { ...one.surroundings, ...more });

  it("gives the client the login in a file, and removes the file", async () => {
    const one = await ops.deployed("alternating-users", 1);
    const folder = onPath({ mysql: stubClient(ORACLES_MYSQL) });
    const { exitCode, out, err } = await run(one, ["shop"], { runAtTerminal });
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: "mysql ended with exit code 3" });
    const { username, password, dbname } = await one.value();
    const [file = "", database] = readFileSync(path.join(folder, "mysql.arguments"), "utf8").trim().split("\n");
    expect([file, database]).toEqual([expect.stringMatching(/^--defaults-extra-file=/), `--database=${dbname}`]);
    expect(readFileSync(path.join(folder, "mysql.options"), "utf8")).toContain(`user="${username}"`);
    expect(existsSync(file.replace("--defaults-extra-file=", ""))).toBe(false);
    expect(`${file}${out}${err}`).not.toContain(password);
  });

  it("puts the new password into the file when it rotates under the client", async () => {
    const one = await ops.deployed("alternating-users", 1);
    onPath({ mysql: stubClient(ORACLES_MYSQL) });
    const before = await one.value();
    let file = "";
    let lastSleep: AbortSignal | undefined;
    const { exitCode, err } = await run(one, ["shop"], {
      sleep: (_: number, signal: AbortSignal) => {
        lastSleep = signal;
        return new Promise((resolve) => setTimeout(resolve, 50));
      },
      async runAtTerminal(_: string, [option = ""]: readonly string[]) {
        file = option.replace("--defaults-extra-file=", "");
        expect(readFileSync(file, "utf8")).toContain(`user="${before.username}"`);
        await one.ops("rotate", "--yes");
        const { username } = await one.value();
        for (let look = 0; look < 400 && !readFileSync(file, "utf8").includes(`user="${username}"`); look++) {
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        expect(readFileSync(file, "utf8")).toContain(`user="${username}"`);
        return 0;
      },
    });
    expect(exitCode).toBe(0);
    // No sleep keeps the process after the client.
    expect(lastSleep?.aborted).toBe(true);
    expect(err).toContain("the password has rotated: this session stays");
    expect(existsSync(file)).toBe(false);
  });

  it("starts no client where the password does not log in, or where there is none", async () => {
    const one = await ops.deployed("admin-rotated", 0);
    onPath({});
    expect((await run(one, ["shop"])).err).toContain("(client_missing)");
    onPath({ mysql: stubClient(ORACLES_MYSQL) });
    await one.secret.put({ ...(await one.value()), password: "not-the-password-1" });
    expect((await run(one, ["shop"])).err).toMatch(/ER_ACCESS_DENIED_ERROR.*\(statement_refused\)/);
  });

  it("prints settings of the app user and of the admin, with the password only where it is asked for", async () => {
    const one = await ops.deployed("admin-rotated", 0);
    const { password, username } = await one.value();
    const { out } = await run(one, ["shop", "--print", "jdbc"]);
    expect(out).toContain(username);
    expect(out).not.toContain(password);
    expect((await run(one, ["shop", "--print", "jdbc", "--show-password"])).out).toContain(password);
    const { settings } = (await run(one, ["--admin", "--print", "mysql2", "--json"])).json();
    expect(settings).toMatchObject({ user: one.adminUser, password: "not shown: add --show-password" });
    expect(await run(one, ["shop", "--json"])).toMatchObject({ exitCode: 2 });
    expect(await run(one, ["shop", "--print", "access"])).toMatchObject({ exitCode: 2 });
  });

  it("holds its own tunnel open until Ctrl-C, and closes it", async () => {
    const one = await ops.deployed("admin-rotated", 0);
    const { host, port, caPem } = testMysql();
    const interruption = new AbortController();
    let isClosed = false;
    const open = async (): Promise<Route> => ({
      ...{ host, port, caPem, isTunnel: true, ended: new Promise<void>(() => undefined) },
      close: async () => {
        isClosed = true;
      },
    });
    const aws = () => ({ ...one.aws, route: { open } });
    setTimeout(() => interruption.abort(), 1_000);
    const more = { aws, signal: interruption.signal };
    const { exitCode, out } = await run(one, ["shop", "--print", "workbench"], more);
    expect({ exitCode, isClosed }).toEqual({ exitCode: 0, isClosed: true });
    expect(out).toMatch(/Require and Verify CA.*open until Ctrl-C.*the tunnel is closed/s);
  });
});
