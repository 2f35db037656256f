import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { databaseCaFile, keptPaths } from "../../../local/sandbox/paths";
import { runSql } from "../../../local/sandbox/sql";
import { testMysql } from "../../support/mysql";
import { temporaryFolder } from "../../support/temporary-folder";

const paths = keptPaths({ LOCAL_AWS_FOLDER: path.join(temporaryFolder(), "a folder") });
const { host, port, admin, caPem } = testMysql();
const login = { host, port, dbname: "", ...admin };

const { signal } = new AbortController();

beforeAll(() => {
  mkdirSync(paths.state, { recursive: true });
  writeFileSync(databaseCaFile(paths), caPem);
});

describe("runSql", () => {
  test("shows rows as a table, NULL and bytes included", async () => {
    const text = await runSql(paths, login, "select 1 as one, null as nothing, x'00ff' as bytes", signal);
    expect(text.split("\n").map((line) => line.trim().split(/\s+/))).toEqual([
      ["one", "nothing", "bytes"],
      ["───", "───────", "──────"],
      ["1", "NULL", "0x00ff"],
      ["1", "row"],
    ]);
  });

  test("says how many rows a statement changed", async () => {
    expect(await runSql(paths, login, "do 1", signal)).toBe("0 rows affected");
  });

  test("shows the server's answer to a statement that it refuses, and not the password", async () => {
    const refused = runSql(paths, login, "select * from no_such_schema.t", signal);
    await expect(refused).rejects.toThrow(/the server refused, for .*: ER_\w+: /);
    await expect(refused).rejects.toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(admin.password) }),
    );
    await expect(runSql(paths, { ...login, password: "wrong" }, "select 1", signal)).rejects.toThrow(
      /ER_ACCESS_DENIED_ERROR/,
    );
  });
});
