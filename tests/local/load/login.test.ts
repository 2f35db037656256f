import { rootCertificates } from "node:tls";
import type { Connection } from "mysql2/promise";
import { type Credential, logIn, WORK_TABLE } from "../../../local/load/login";
import { rootConnection, testMysql, uniqueName } from "../../support/mysql";

describe("logIn", () => {
  const database = uniqueName("load");
  const mysql = testMysql();
  const reader = { client: "web-1", writes: false };
  let root: Connection;
  let credential: Credential;

  beforeAll(async () => {
    root = await rootConnection();
    await root.query(`CREATE DATABASE ${database}`);
    await root.query(
      `CREATE TABLE ${database}.${WORK_TABLE} (id BIGINT AUTO_INCREMENT PRIMARY KEY, client VARCHAR(64))`,
    );
    await root.query(`CREATE USER '${database}'@'%' IDENTIFIED BY 'one long password'`);
    await root.query(`GRANT SELECT ON ${database}.* TO '${database}'@'%'`);
    const { host, port } = mysql;
    credential = { versionId: "v1", host, port, database, username: database, password: "one long password" };
  });
  afterAll(async () => {
    await root.query(`DROP USER '${database}'@'%'`);
    await root.query(`DROP DATABASE ${database}`);
    await root.end();
  });

  it("logs in over TLS and works", async () => {
    expect(await logIn(credential, mysql.caPem, reader)).toEqual({ ok: true });
  });

  it("says that the login failed, and why, without the password", async () => {
    const outcome = await logIn({ ...credential, password: "another password" }, mysql.caPem, reader);
    expect(outcome).toMatchObject({ ok: false, during: "login" });
    expect(JSON.stringify(outcome)).toMatch(/ER_ACCESS_DENIED_ERROR/);
    expect(JSON.stringify(outcome)).not.toContain("another password");
  });

  it("says that the query failed when the privilege for it is missing", async () => {
    const outcome = await logIn(credential, mysql.caPem, { client: "web-1", writes: true });
    expect(outcome).toMatchObject({ ok: false, during: "query" });
    expect(JSON.stringify(outcome)).toMatch(/ER_TABLEACCESS_DENIED_ERROR/);
  });

  it("refuses a server whose certificate does not name the host that was asked for", async () => {
    // another way to write 127.0.0.1, which no certificate names
    const outcome = await logIn({ ...credential, host: "127.1" }, mysql.caPem, reader);
    expect(outcome).toMatchObject({ ok: false, during: "login" });
    expect(JSON.stringify(outcome)).toMatch(/altname/i);
  });

  it("refuses a server whose certificate another authority signed", async () => {
    const outcome = await logIn(credential, rootCertificates[0] ?? "", reader);
    expect(outcome).toMatchObject({ ok: false, during: "login" });
    expect(JSON.stringify(outcome)).toMatch(/certificate/i);
  });
});
