import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Connection, ConnectionOptions } from "mysql2/promise";
import { bundle } from "../../../rotation-fn/package/bundle";
import { TRIMS } from "../../../rotation-fn/package/trims";
import { testMysql, uniqueName } from "../../support/mysql";
import { linkNodeModules, temporaryFolder } from "../../support/temporary-folder";

type Connect = (options: ConnectionOptions) => Promise<Connection>;

const database = uniqueName("trimmed");
let connect: Connect;
let connection: Connection;

/** The driver as the package holds it, on the real server. */
beforeAll(async () => {
  const root = path.join(temporaryFolder(), "driver only");
  mkdirSync(root);
  linkNodeModules(root);
  writeFileSync(path.join(root, "entry.ts"), 'export { createConnection as handler } from "mysql2/promise";');
  const trims = TRIMS.filter(({ importedBy }) => importedBy === "mysql2");
  const { code } = await bundle({ root, entry: "entry.ts", trims });
  writeFileSync(path.join(root, "index.js"), code);
  connect = jest.requireActual<{ handler: Connect }>(path.join(root, "index.js")).handler;
  connection = await connectAs(testMysql().root.password);
  await connection.query(`CREATE DATABASE ${database} CHARACTER SET utf8mb4`);
  await connection.query(
    `CREATE TABLE ${database}.texts (four TEXT CHARACTER SET utf8mb4, three TEXT CHARACTER SET utf8mb3, one TEXT CHARACTER SET latin1)`,
  );
});

afterAll(async () => {
  await connection?.query(`DROP DATABASE IF EXISTS ${database}`);
  await connection?.end();
});

function connectAs(password: string, options: ConnectionOptions = {}): Promise<Connection> {
  const { host, port, caPem, root } = testMysql();
  const ssl = { ca: caPem, verifyIdentity: true };
  return connect({ host, port, user: root.username, password, ssl, disableEval: true, ...options });
}

describe("the trimmed MySQL driver", () => {
  test("reads text of every character set as it was written, by text and by binary protocol", async () => {
    const row = { four: "Zürich 東京 🔑", three: "Zürich 東京", one: "Zürich" };
    await connection.query(`INSERT INTO ${database}.texts VALUES (?, ?, ?)`, [row.four, row.three, row.one]);
    expect((await connection.query(`SELECT * FROM ${database}.texts`))[0]).toEqual([row]);
    expect((await connection.execute(`SELECT * FROM ${database}.texts`))[0]).toEqual([row]);
  });

  test("reads what the server describes in utf8mb3: its catalogue, its grants, its messages", async () => {
    const [columns] = await connection.query(
      "SELECT COLUMN_NAME AS name FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? ORDER BY ORDINAL_POSITION",
      [database],
    );
    expect(columns).toEqual([{ name: "four" }, { name: "three" }, { name: "one" }]);
    expect(JSON.stringify((await connection.query("SHOW GRANTS"))[0])).toContain("GRANT");
  });

  test("reads a connection that speaks utf8mb3 itself", async () => {
    const older = await connectAs(testMysql().root.password, { charset: "UTF8_GENERAL_CI" });
    try {
      expect((await older.query("SELECT 'Zürich 東京' AS text"))[0]).toEqual([{ text: "Zürich 東京" }]);
    } finally {
      await older.end();
    }
  });

  test("fails a connection that is switched to a character set that it cannot convert, with the reason", async () => {
    const switched = await connectAs(testMysql().root.password);
    switched.on("error", () => undefined);
    await switched.query("SET character_set_results = sjis");
    await expect(switched.query("SELECT 'text'")).rejects.toThrow(
      'cannot convert the encoding "sjis"; allowed: utf8mb4',
    );
    switched.destroy();
  });

  test("names the server's errors", async () => {
    await expect(connectAs("not the password")).rejects.toMatchObject({ code: "ER_ACCESS_DENIED_ERROR", errno: 1045 });
    await expect(connection.query("SELEKT")).rejects.toMatchObject({ code: "ER_PARSE_ERROR", errno: 1064 });
  });

  test("makes no program for a row: who does not say that none shall be made is told so", async () => {
    const careless = await connectAs(testMysql().root.password, { disableEval: false });
    careless.on("error", () => undefined);
    await expect(careless.query("SELECT 1")).rejects.toThrow(
      "makes no programs at run time; what to do: pass disableEval",
    );
    careless.destroy();
  });

  test("refuses the profile whose certificates it no longer has, instead of trusting nothing or everything", () => {
    expect(() => connectAs("any", { ssl: "Amazon RDS" })).toThrow('has no profile "Amazon RDS"; what to do: pass ssl');
  });
});
