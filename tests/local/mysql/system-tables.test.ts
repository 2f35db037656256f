import { join } from "node:path";
import { findSystemTables, systemTablesSql } from "../../../local/mysql/system-tables";
import { newFolder, removeFolders } from "./fake-program";
import { withSystemTables } from "./system-tables-fixture";

afterEach(removeFolders);

describe("the SQL that MariaDB makes its system tables from", () => {
  it("is looked for in one folder after the other, under either name", () => {
    const [empty, full] = [newFolder(), join(newFolder(), "share")];
    expect(findSystemTables([empty, full])).toBeUndefined();
    const files = withSystemTables(full, "mariadb");
    expect(findSystemTables([empty, full])).toEqual(files);
  });

  it("is run in its order, and leaves root at localhost as the only root", () => {
    const lines = systemTablesSql(withSystemTables(newFolder(), "mysql")).split("\n");
    expect(lines.slice(0, 2)).toEqual(["CREATE DATABASE IF NOT EXISTS mysql;", "USE mysql;"]);
    expect(lines.filter((line) => line.startsWith("SELECT"))).toEqual([
      "SELECT 'system_tables';",
      "SELECT 'performance_tables';",
      "SELECT 'system_tables_data';",
    ]);
    expect(lines).toContain("DELETE FROM global_priv WHERE User = 'root' AND Host <> 'localhost';");
  });
});
