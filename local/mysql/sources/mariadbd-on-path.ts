import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkProgram, type Finding } from "../program";
import { findSystemTables } from "../system-tables";
import { programFiles } from "./program-files";
import type { MysqlSource } from "./source";

/** Where packages put mariadbd that a person's PATH often lacks. */
const USUAL_FOLDERS = ["/usr/sbin", "/usr/local/sbin", "/usr/local/mariadb/bin", "/opt/homebrew/opt/mariadb/bin"];

/** A MariaDB that is installed, with the SQL files of its package beside it. */
export const mariadbdOnPath: MysqlSource = {
  title: "mariadbd on the PATH",
  findLocal: async (environment): Promise<Finding> => {
    const passedOver: string[] = [];
    for (const command of programFiles("mariadbd", environment, USUAL_FOLDERS)) {
      const systemTables = findSystemTables(shareFolders(command));
      if (systemTables === undefined) {
        passedOver.push(`mariadbd on the PATH (${command}) has no SQL of the system tables beside it`);
        continue;
      }
      const finding = await checkProgram({
        command,
        leadingArguments: [],
        serverArguments: [],
        systemTables,
        source: `mariadbd on the PATH (${command})`,
      });
      if ("program" in finding) return finding;
      passedOver.push(finding.missing);
    }
    return { missing: passedOver.length > 0 ? passedOver.join("; ") : "no mariadbd there" };
  },
};

/** Installations have `share` beside the folder of the program, some with a folder of their own in it. */
function shareFolders(command: string): readonly string[] {
  const share = join(dirname(dirname(realpathSync(command))), "share");
  return [join(share, "mariadb"), join(share, "mysql"), share];
}
