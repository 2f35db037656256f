import { checkProgram, type Finding } from "../program";
import { askedSeries } from "../series";
import { programFiles } from "./program-files";
import type { MysqlSource } from "./source";

/** Where packages put mysqld that a person's PATH often lacks. */
const USUAL_FOLDERS = ["/usr/sbin", "/usr/local/sbin", "/usr/local/mysql/bin", "/opt/homebrew/opt/mysql/bin"];

/** A MySQL that is installed. The first mysqld that is a usable MySQL is taken; a MariaDB before it is passed over. */
export const mysqldOnPath: MysqlSource = {
  title: "mysqld on the PATH",
  findLocal: async (environment): Promise<Finding> => {
    const passedOver: string[] = [];
    for (const command of programFiles("mysqld", environment, USUAL_FOLDERS)) {
      const source = `mysqld on the PATH (${command})`;
      const candidate = { command, leadingArguments: [], serverArguments: [], source };
      const finding = await checkProgram(candidate, askedSeries(environment));
      if ("program" in finding) return finding;
      passedOver.push(finding.missing);
    }
    return { missing: passedOver.length > 0 ? passedOver.join("; ") : "no mysqld there" };
  },
};
