import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { checkProgram, type Finding } from "../program";
import { askedSeries } from "../series";
import type { MysqlWay } from "./way";

/** Where packages put mysqld that a person's PATH often lacks. */
const USUAL_FOLDERS = ["/usr/sbin", "/usr/local/sbin", "/usr/local/mysql/bin", "/opt/homebrew/opt/mysql/bin"];

/** A MySQL that is installed. The first mysqld that is usable is taken; a MariaDB or another series before it is passed over. */
export const mysqldOnPath: MysqlWay = {
  title: "mysqld on the PATH",
  findHere: async (environment): Promise<Finding> => {
    const passedOver: string[] = [];
    for (const command of mysqldFiles(environment)) {
      const source = `mysqld on the PATH (${command})`;
      const candidate = { command, leadingArguments: [], serverArguments: [], source };
      const finding = await checkProgram(candidate, askedSeries(environment));
      if ("program" in finding) return finding;
      passedOver.push(finding.missing);
    }
    return { missing: passedOver.length > 0 ? passedOver.join("; ") : "no mysqld there" };
  },
};

function mysqldFiles(environment: NodeJS.ProcessEnv): readonly string[] {
  const folders = (environment.PATH ?? "").split(delimiter).filter(isAbsolute);
  return [...new Set([...folders, ...USUAL_FOLDERS])].map((folder) => join(folder, "mysqld")).filter(isProgramFile);
}

function isProgramFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
