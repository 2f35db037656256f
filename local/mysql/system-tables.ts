import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * MariaDB makes no system tables itself: its server runs, with `--bootstrap`, the SQL that its package brings along
 * (https://mariadb.com/kb/en/mariadb-install-db/, a shell script around just that).
 */

/** The files that are needed, in their order. MariaDB 11 calls them by its own name, 10.11 by MySQL's. */
const PARTS = ["system_tables", "performance_tables", "system_tables_data"];
const PREFIXES = ["mariadb", "mysql"];

/** The files in the first of these folders that has them all, or undefined. */
export function findSystemTables(folders: readonly string[]): readonly string[] | undefined {
  for (const folder of folders) {
    for (const prefix of PREFIXES) {
      const files = PARTS.map((part) => join(folder, `${prefix}_${part}.sql`));
      if (files.every(existsSync)) return files;
    }
  }
  return undefined;
}

/**
 * What the server reads: the files, and then no account but root at localhost, as `--initialize-insecure` of MySQL leaves it. Each
 * statement begins on a line of its own, which is how the server tells them apart.
 */
export function systemTablesSql(files: readonly string[]): string {
  return [
    "CREATE DATABASE IF NOT EXISTS mysql;",
    "USE mysql;",
    ...files.map((file) => readFileSync(file, "utf8")),
    "DELETE FROM global_priv WHERE User = 'root' AND Host <> 'localhost';",
    "DELETE FROM proxies_priv WHERE Host <> 'localhost';",
    "",
  ].join("\n");
}
