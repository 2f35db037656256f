import { join } from "node:path";
import { createConnection, type RowDataPacket } from "mysql2/promise";
import { connect } from "../../../local/mysql/connection";
import type { RunningMysql } from "../../../local/mysql/start";
import { TEST_MARIADB_VARIABLE } from "../../support/mysql";
import { skippedBecause } from "../../support/skipped-because";
import { startServerOf } from "../../support/start-server";
import { newFolder, removeFolders } from "./fake-program";

/** Where the run found none, it has said why. */
const isMissing = process.env[TEST_MARIADB_VARIABLE] === undefined;
const describeOwnMariadb = skippedBecause(
  isMissing
    ? "no MariaDB was found"
    : process.env.MARIADB_URL
      ? "the run uses a given server, and none of our own may be installed"
      : undefined,
  describe,
);

const running: RunningMysql[] = [];
async function start(options: { dataDir?: string } = {}): Promise<RunningMysql> {
  const mariadb = await startServerOf("mariadb", options);
  running.push(mariadb);
  return mariadb;
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
  removeFolders();
});

describeOwnMariadb("a MariaDB of our own", () => {
  it("speaks verified TLS and nothing else, and has an admin like RDS's", async () => {
    const { engine, version, host, port, caPem, root, admin } = await start();
    expect(engine).toBe("mariadb");
    expect(version).toMatch(/^1\d\.\d+\.\d+-MariaDB/);
    await (await connect({ host, port, caPem }, root)).end();
    const plaintext = createConnection({ host, port, user: admin.username, password: admin.password });
    // 10.11 says "access denied" of it, later ones why.
    await expect(plaintext).rejects.toThrow(/Access denied|insecure transport/);
    const connection = await connect({ host, port, caPem }, admin);
    const [rows] = await connection.query<RowDataPacket[]>("SHOW GRANTS");
    const grants = rows.map((row) => String(Object.values(row)[0])).join();
    expect(grants).toMatch(/CREATE USER.* ON \*\.\* TO `admin`@`%` .*WITH GRANT OPTION/);
    expect(grants).not.toMatch(/SUPER|ALL PRIVILEGES|READ_ONLY ADMIN/);
    await expect(connection.query("SET GLOBAL read_only = ON")).rejects.toMatchObject({ errno: 1227 });
    await connection.end();
  });

  it("has root at localhost and `%`, and no other account that somebody could log in to", async () => {
    const mariadb = await start();
    const connection = await connect(mariadb, mariadb.root);
    const [rows] = await connection.query<RowDataPacket[]>(
      "SELECT User, Host FROM mysql.user WHERE User <> 'mariadb.sys' ORDER BY User, Host",
    );
    await connection.end();
    expect(rows.map(({ User, Host }) => `${User}@${Host}`)).toEqual(["admin@%", "root@%", "root@localhost"]);
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
    await reader.end();
    await expect(connect(second, first.root)).rejects.toMatchObject({ code: "ER_ACCESS_DENIED_ERROR" });
  });
});
