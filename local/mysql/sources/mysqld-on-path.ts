import { checkProgram } from "../program";
import { askedSeries } from "../series";
import { serverOnPath } from "./server-on-path";

/** Where packages put mysqld that a person's PATH often lacks. */
const USUAL_FOLDERS = ["/usr/sbin", "/usr/local/sbin", "/usr/local/mysql/bin", "/opt/homebrew/opt/mysql/bin"];

/** A MySQL that is installed. The first mysqld that is a usable MySQL is taken; a MariaDB before it is passed over. */
export const mysqldOnPath = serverOnPath("mysqld", USUAL_FOLDERS, (command, source, environment) =>
  checkProgram({ command, leadingArguments: [], serverArguments: [], source }, askedSeries(environment)),
);
