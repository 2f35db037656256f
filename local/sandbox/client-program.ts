import { spawnSync } from "node:child_process";
import { LocalError } from "../terminal/error";

/** A command-line client that is on the PATH. The two kinds have different options for the same thing. */
export interface ClientProgram {
  readonly command: "mysql" | "mariadb";
  readonly kind: "MySQL" | "MariaDB";
}

/** The line of an option file that makes a client verify certificate and host name, by the kind of client. */
export const VERIFY_SERVER: Readonly<Record<ClientProgram["kind"], string>> = {
  // https://dev.mysql.com/doc/refman/8.4/en/connection-options.html#option_general_ssl-mode
  MySQL: "ssl-mode=VERIFY_IDENTITY",
  // https://mariadb.com/kb/en/mariadb-command-line-client/: ssl-mode is an unknown variable there
  MariaDB: "ssl-verify-server-cert",
};

const VERSION_TIMEOUT_MS = 10_000;

/** The first client on the PATH: `mysql`, which Debian's default package makes MariaDB's, else `mariadb`. Throws `command_failed`. */
export function findClient(): ClientProgram {
  for (const command of ["mysql", "mariadb"] as const) {
    const { status, stdout } = spawnSync(command, ["--no-defaults", "--version"], {
      encoding: "utf8",
      env: process.env,
      timeout: VERSION_TIMEOUT_MS,
    });
    if (status === 0) return { command, kind: /MariaDB/i.test(stdout) ? "MariaDB" : "MySQL" };
  }
  throw new LocalError(
    "command_failed",
    'neither mysql nor mariadb is on the PATH; what to do: run a statement without a client (npm run local -- sql shop "select 1"), or ' +
      "install MySQL's or MariaDB's client",
  );
}
