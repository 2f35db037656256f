import type { Connection, RowDataPacket } from "mysql2/promise";
import { adminConnection, connectAs, rootConnection, testMysql, uniqueName } from "../../support/mysql";

describe("the admin of the local MySQL", () => {
  let admin: Connection;
  let root: Connection;

  beforeAll(async () => {
    [admin, root] = await Promise.all([adminConnection(), rootConnection()]);
  });
  afterAll(async () => {
    await Promise.all([admin.end(), root.end()]);
  });

  it("makes a database and a user, grants, changes the password with a second one kept, and drops both", async () => {
    const name = uniqueName("app");
    await admin.query(`CREATE DATABASE ${name}`);
    await admin.query(`CREATE USER '${name}'@'%' IDENTIFIED BY 'first' ATTRIBUTE '{"made": "by test"}'`);
    await admin.query(`GRANT SELECT, INSERT ON ${name}.* TO '${name}'@'%'`);
    await admin.query(`ALTER USER '${name}'@'%' IDENTIFIED BY 'second' RETAIN CURRENT PASSWORD`);
    for (const password of ["first", "second"]) {
      const connection = await connectAs({ username: name, password });
      await connection.end();
    }
    await admin.query(`ALTER USER '${name}'@'%' DISCARD OLD PASSWORD`);
    await expect(connectAs({ username: name, password: "first" })).rejects.toMatchObject({
      code: "ER_ACCESS_DENIED_ERROR",
    });
    await admin.query(`DROP USER '${name}'@'%'`);
    await admin.query(`DROP DATABASE ${name}`);
  });

  it("reads the mysql schema and cannot change it", async () => {
    await admin.query("SELECT user, host FROM mysql.user");
    await expect(admin.query("UPDATE mysql.user SET host = host WHERE user = 'admin'")).rejects.toMatchObject({
      code: "ER_TABLEACCESS_DENIED_ERROR",
    });
    await expect(admin.query("CREATE TABLE mysql.note (id INT)")).rejects.toMatchObject({
      code: "ER_TABLEACCESS_DENIED_ERROR",
    });
  });

  it("has neither SUPER nor SYSTEM_USER and cannot touch root", async () => {
    const [rows] = await admin.query<RowDataPacket[]>("SHOW GRANTS");
    const grants = rows.map((row) => String(Object.values(row)[0])).join("\n");
    expect(grants).toContain("CREATE USER");
    expect(grants).toContain("ROLE_ADMIN");
    expect(grants).not.toMatch(/\bSUPER\b|SYSTEM_USER|CONNECTION_ADMIN/);
    await expect(admin.query("ALTER USER 'root'@'%' ACCOUNT LOCK")).rejects.toMatchObject({
      code: "ER_SPECIFIC_ACCESS_DENIED_ERROR",
    });
    await expect(admin.query("SET GLOBAL max_connections = 1")).rejects.toMatchObject({
      code: "ER_SPECIFIC_ACCESS_DENIED_ERROR",
    });
  });

  it("leaves the general log to those who turn it on, in a table", async () => {
    const [rows] = await root.query<RowDataPacket[]>("SELECT @@general_log AS isOn, @@log_output AS output");
    expect(rows[0]).toEqual({ isOn: 0, output: "TABLE" });
  });

  it("speaks TLS only, on loopback only", async () => {
    const [rows] = await root.query<RowDataPacket[]>(
      "SELECT @@require_secure_transport AS tls, @@bind_address AS address, @@port AS port",
    );
    expect(rows[0]).toEqual({ tls: 1, address: "127.0.0.1", port: testMysql().port });
    const [status] = await root.query<RowDataPacket[]>("SHOW SESSION STATUS LIKE 'Ssl_version'");
    expect(status[0]?.Value).toBe("TLSv1.3");
  });
});
