import { spawnSync } from "node:child_process";
import { OpsError } from "../error";

/** A command-line client that is on the PATH. The two kinds have different options for the same thing. */
export interface ClientProgram {
  readonly command: "mysql" | "mariadb";
  readonly kind: "MySQL" | "MariaDB";
}

const VERSION_TIMEOUT_MS = 10_000;

/** The first client on the PATH: `mysql`, which Debian's default package makes MariaDB's, else `mariadb`. Throws `client_missing`. */
export function findClient(): ClientProgram {
  for (const command of ["mysql", "mariadb"] as const) {
    const { status, stdout } = spawnSync(command, ["--no-defaults", "--version"], {
      encoding: "utf8",
      env: process.env,
      timeout: VERSION_TIMEOUT_MS,
    });
    if (status === 0) return { command, kind: /MariaDB/i.test(stdout) ? "MariaDB" : "MySQL" };
  }
  throw new OpsError("client_missing", {
    problem: "neither mysql nor mariadb is on the PATH",
    remedy: "run a statement without a client (sql in place of connect), or install MySQL's or MariaDB's client",
  });
}
