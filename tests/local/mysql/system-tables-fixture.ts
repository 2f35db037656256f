import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Files as a package of MariaDB brings them along, each with one line in it; their paths, in their order. */
export function withSystemTables(folder: string, prefix: string): readonly string[] {
  mkdirSync(folder, { recursive: true });
  return ["system_tables", "performance_tables", "system_tables_data"].map((part) => {
    const file = join(folder, `${prefix}_${part}.sql`);
    writeFileSync(file, `SELECT '${part}';\n`);
    return file;
  });
}
