import { existsSync, readFileSync, statSync } from "node:fs";
import type { RunningMysql } from "../../../local/mysql/start";
import { connectionHelp } from "../../../local/rehearsal/connection-help";
import { cleanup } from "../../../local/terminal/cleanup";
import { testMysql } from "../../support/mysql";

describe("connectionHelp", () => {
  it("puts the passwords into files that only this user can read, and not into the text", async () => {
    const mysql = testMysql();
    const ending = cleanup();
    const help = await connectionHelp(mysql as RunningMysql, ending);
    const files = [...help.matchAll(/--defaults-file='([^']+)'/g)].map((match) => match[1] ?? "");
    expect(files).toHaveLength(2);
    for (const login of [mysql.admin, mysql.root]) {
      expect(help).not.toContain(login.password);
      const file = files.find((name) => name.endsWith(`${login === mysql.admin ? "admin" : "root"}.cnf`)) ?? "";
      expect(readFileSync(file, "utf8")).toContain(`password="${login.password}"`);
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
    expect(await ending.run()).toEqual([]);
    expect(files.filter(existsSync)).toEqual([]);
  });
});
