import type { Connection, RowDataPacket } from "mysql2/promise";
import { loadEnvironments } from "../../../environments";
import { borrow } from "../../../local/mysql/borrowed-server";
import type { RunningMysql } from "../../../local/mysql/start";
import { cleanup } from "../../../local/terminal/cleanup";
import { rootConnection, testMysql, uniqueName } from "../../support/mysql";

describe("borrow", () => {
  const name = uniqueName("borrow");
  const secrets = loadEnvironments()
    .local.appSecrets.slice(0, 1)
    .map((secret) => ({ ...secret, username: name, database: name }));
  const borrowed = { ...testMysql(), source: "MYSQL_URL (localhost:3306)" } as RunningMysql;
  let root: Connection;

  beforeAll(async () => {
    root = await rootConnection();
  });
  afterAll(() => root.end());

  const databases = async () => (await root.query<RowDataPacket[]>("SHOW DATABASES LIKE ?", [name]))[0].length;
  const users = async () =>
    (await root.query<RowDataPacket[]>("SELECT user FROM mysql.user WHERE user LIKE ?", [`${name}%`]))[0].length;

  it("drops in the end what the rehearsal made on a server that was there before", async () => {
    const ending = cleanup();
    await borrow(borrowed, secrets, ending);
    await root.query(`CREATE DATABASE ${name}`);
    for (const user of [name, `${name}_clone`]) await root.query(`CREATE USER '${user}'@'%'`);
    expect(await ending.run()).toEqual([]);
    expect([await databases(), await users()]).toEqual([0, 0]);
  });

  it.each([
    [
      "user",
      () => `CREATE USER '${name}_clone'@'10.%'`,
      () => `DROP USER '${name}_clone'@'10.%'`,
      `user ${name}_clone`,
    ],
    ["database", () => `CREATE DATABASE ${name}`, () => `DROP DATABASE ${name}`, `database ${name}`],
  ])("refuses a server that has such a %s already, and changes nothing", async (_, make, drop, found) => {
    await root.query(make());
    try {
      const ending = cleanup();
      await expect(borrow(borrowed, secrets, ending)).rejects.toMatchObject({
        code: "server_occupied",
        message: expect.stringContaining(`found: ${found}; allowed: `),
      });
      expect(await ending.run()).toEqual([]);
      expect((await databases()) + (await users())).toBe(1);
    } finally {
      await root.query(drop());
    }
  });

  it("has nothing to do on a server of our own", async () => {
    const ending = cleanup();
    await borrow({ ...borrowed, source: "mysqld on the PATH", port: 1 }, secrets, ending);
    expect(await ending.run()).toEqual([]);
  });
});
