import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkProgram } from "../program";
import { findSystemTables } from "../system-tables";
import { serverOnPath } from "./server-on-path";

/** Where packages put mariadbd that a person's PATH often lacks. */
const USUAL_FOLDERS = ["/usr/sbin", "/usr/local/sbin", "/usr/local/mariadb/bin", "/opt/homebrew/opt/mariadb/bin"];

/** A MariaDB that is installed, with the SQL files of its package beside it. */
export const mariadbdOnPath = serverOnPath("mariadbd", USUAL_FOLDERS, async (command, source) => {
  const systemTables = findSystemTables(shareFolders(command));
  if (systemTables === undefined) return { missing: `${source} has no SQL of the system tables beside it` };
  return checkProgram({ command, leadingArguments: [], serverArguments: [], systemTables, source });
});

/** Installations have `share` beside the folder of the program, some with a folder of their own in it. */
function shareFolders(command: string): readonly string[] {
  const share = join(dirname(dirname(realpathSync(command))), "share");
  return [join(share, "mariadb"), join(share, "mysql"), share];
}
