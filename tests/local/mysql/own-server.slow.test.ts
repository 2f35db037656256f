import { existsSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { createConnection } from "mysql2/promise";
import { connect } from "../../../local/mysql/connection";
import type { MysqldProgram } from "../../../local/mysql/program";
import type { MysqlSource } from "../../../local/mysql/sources/source";
import { type RunningMysql, SOURCES, startMysql, startMysqlFrom } from "../../../local/mysql/start";
import { testMysql } from "../../support/mysql";
import { describeOwnServer } from "../../support/own-mysql";
import { newFolder, removeFolders } from "./fake-program";

const running: RunningMysql[] = [];
async function start(options: Parameters<typeof startMysql>[0] = {}): Promise<RunningMysql> {
  const mysql = await startMysql(options);
  running.push(mysql);
  return mysql;
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((mysql) => mysql.stop()));
  removeFolders();
});

describeOwnServer("a MySQL of our own", () => {
  it("runs beside another, with a port, passwords and an authority of its own", async () => {
    const one = await start();
    const other = testMysql();
    expect(one.port).not.toBe(other.port);
    await expect(connect(one, other.root)).rejects.toMatchObject({ code: "ER_ACCESS_DENIED_ERROR" });
    await expect(connect({ ...one, caPem: other.caPem }, one.root)).rejects.toThrow(/certificate|signature/);
    for (const login of [one.root, one.admin]) await (await connect(one, login)).end();
    const { host, port, admin } = one;
    const plaintext = createConnection({ host, port, user: admin.username, password: admin.password });
    await expect(plaintext).rejects.toMatchObject({ code: "ER_SECURE_TRANSPORT_REQUIRED" });
    expect(readdirSync(dirname(one.caFile))).not.toContain("init.sql"); // it held root's password
  });

  it("keeps its data where it is told to, and takes new passwords on the next start", async () => {
    const dataDir = join(newFolder(), "kept");
    const first = await start({ dataDir });
    const writer = await connect(first, first.admin);
    await writer.query("CREATE DATABASE kept");
    await writer.query("CREATE TABLE kept.note (id INT)");
    await writer.query("INSERT INTO kept.note VALUES (1)"); // not yet on disk: only an orderly end writes it
    await writer.end();
    await first.stop();
    const second = await start({ dataDir });
    const reader = await connect(second, second.admin);
    expect((await reader.query("SELECT id FROM kept.note"))[0]).toHaveLength(1);
    await expect(reader.query("CREATE TABLE mysql.note (id INT)")).rejects.toThrow(/denied/);
    await reader.end();
    await expect(connect(second, first.root)).rejects.toMatchObject({ code: "ER_ACCESS_DENIED_ERROR" });
  });
});

/** Two initialisations and four starts of a server take 10 s, and several times as long beside other work. */
const STARTS_MS = 120_000;

describeOwnServer("the template of an initialised data directory", () => {
  it(
    "is made by the first start, used by the second, and made anew when it is spoilt",
    async () => {
      const program = await findProgram();
      const environment = { XDG_CACHE_HOME: newFolder() };
      const cache = join(environment.XDG_CACHE_HOME, "rotating-rds-mysql");
      const way: MysqlSource = { title: "the one that is here", findLocal: async () => ({ program }) };
      const progressOfStart = async (): Promise<readonly string[]> => {
        const said: string[] = [];
        running.push(
          await startMysqlFrom([way], { environment, onProgress: (message) => said.push(message.split(" ")[0] ?? "") }),
        );
        return said;
      };
      expect(await progressOfStart()).toEqual(["initialising", "starting"]);
      const templates = readdirSync(cache);
      expect(templates).toEqual([expect.stringMatching(/^data-\d+\.\d+\.\d+-[0-9a-f]{12}$/)]);
      expect(existsSync(join(cache, templates[0] ?? "", "auto.cnf"))).toBe(false);
      expect(await progressOfStart()).toEqual(["starting"]);
      rmSync(join(cache, templates[0] ?? "", "mysql.ibd"));
      expect(await progressOfStart()).toEqual(["starting", "initialising"]);
    },
    STARTS_MS,
  );
});

async function findProgram(): Promise<MysqldProgram> {
  for (const way of SOURCES.mysql) {
    const finding = await way.findLocal(process.env);
    if ("program" in finding) return finding.program;
  }
  throw new Error("no mysqld on this machine, although the test run has just started one");
}
