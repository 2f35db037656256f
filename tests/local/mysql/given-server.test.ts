import { existsSync } from "node:fs";
import type { RowDataPacket } from "mysql2/promise";
import { connect } from "../../../local/mysql/connection";
import { parseMysqlUrl } from "../../../local/mysql/given-server";
import { isOfSeries, SERIES } from "../../../local/mysql/series";
import { startMysql } from "../../../local/mysql/start";
import { rootConnection, testMysql } from "../../support/mysql";

function givenUrl(login: { username: string; password: string } = testMysql().root): string {
  const { host, port } = testMysql();
  return `mysql://${encodeURIComponent(login.username)}:${encodeURIComponent(login.password)}@${host}:${port}`;
}

const startGiven = (url: string, caFile: string | undefined = testMysql().caFile) =>
  startMysql({ environment: { MYSQL_URL: url, ...(caFile !== undefined && { MYSQL_CA_FILE: caFile }) } });

async function adminsOnServer(username: string): Promise<number> {
  const root = await rootConnection();
  const [rows] = await root.query<RowDataPacket[]>("SELECT user FROM mysql.user WHERE user = ?", [username]);
  await root.end();
  return rows.length;
}

describe("the server that MYSQL_URL names", () => {
  it("gets an admin of its own for the time of use, and runs on", async () => {
    const mysql = await startGiven(givenUrl());
    const { host, port, version } = testMysql();
    expect(mysql).toMatchObject({ host, port, version, source: `MYSQL_URL (${host}:${port})` });
    expect(mysql.admin.username).toMatch(/^admin_[0-9a-f]{8}$/);
    expect(existsSync(mysql.caFile)).toBe(true);
    const connection = await connect(mysql, mysql.admin);
    await expect(connection.query("CREATE TABLE mysql.note (id INT)")).rejects.toThrow(/denied/);
    await connection.end();
    await mysql.stop();
    await mysql.stop();
    expect(existsSync(mysql.caFile)).toBe(false);
    expect(await adminsOnServer(mysql.admin.username)).toBe(0);
  });

  it("is used when it is of the series that MYSQL_VERSION asks for, and refused when it is not", async () => {
    const { version, caFile } = testMysql();
    const given = (MYSQL_VERSION: string) =>
      startMysql({ environment: { MYSQL_URL: givenUrl(), MYSQL_CA_FILE: caFile, MYSQL_VERSION } });
    const [series = "", ...others] = [...SERIES].sort((one) => (isOfSeries(version, one) ? -1 : 1));
    const mysql = await given(series);
    expect(mysql.version).toBe(version);
    await mysql.stop();
    for (const other of others) {
      await expect(given(other)).rejects.toMatchObject({
        code: "mysql_url_unusable",
        message: expect.stringContaining(`is MySQL ${version}; MYSQL_VERSION=${other} asks for another series`),
      });
    }
  });

  it.each([
    [
      "the password is wrong",
      () => startGiven(givenUrl({ username: "root", password: "s3cr3t" })),
      /ER_ACCESS_DENIED_ERROR/,
    ],
    ["nothing listens there", () => startGiven("mysql://root:s3cr3t@127.0.0.1:1"), /ECONNREFUSED/],
    ["its authority is not trusted", () => startGiven(givenUrl(), ""), /certificate|signature/],
    ["the authority's file is not there", () => startGiven(givenUrl(), "/no/such.pem"), /MYSQL_CA_FILE cannot be read/],
    ["it is no URL", () => startGiven("root:s3cr3t@localhost"), /MYSQL_URL/],
  ])("is refused when %s: nothing else is tried, and no password is in the error", async (_, attempt, reason) => {
    const error = await attempt().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "mysql_url_unusable", message: expect.stringMatching(reason) });
    expect((error as Error).message).toMatch(/what to do: /);
    expect(String((error as Error).stack)).not.toContain("s3cr3t");
    expect(String((error as Error).stack)).not.toContain(testMysql().root.password);
  });
});

describe("MYSQL_URL", () => {
  it("may leave out the port and encode its parts", () => {
    expect(parseMysqlUrl("mysql://ro%40ot:p%2Fw%3A@db.internal")).toEqual({
      host: "db.internal",
      port: 3306,
      root: { username: "ro@ot", password: "p/w:" },
    });
    expect(parseMysqlUrl("mysql://root:x@[::1]:3307")).toMatchObject({ host: "::1", port: 3307 });
  });

  it.each([
    ["postgres://root:s3cr3t@db", /begins with "postgres:"/],
    ["mysql://db.internal", /names no user/],
    ["mysql://root:s3cr%t@db", /percent-encoding/],
    ["not a url s3cr3t", /is not a URL/],
  ])("is refused as %s", (url, reason) => {
    expect(() => parseMysqlUrl(url)).toThrow(reason);
    expect(() => parseMysqlUrl(url)).not.toThrow(/s3cr/);
  });
});
