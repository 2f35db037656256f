import type { Login } from "../../mysql/connection";
import type { RunningMysql } from "../../mysql/running-mysql";
import type { LocalDatabase } from "../gateway";

/** The real MySQL of a DB instance, with the means to bring it into trouble. */
export interface DatabaseServer extends LocalDatabase {
  readonly mysql: RunningMysql;
}

/** @param currentAdmin the login in the admin secret at the moment */
export function databaseServer(identifier: string, mysql: RunningMysql, currentAdmin: () => Login): DatabaseServer {
  let status: LocalDatabase["status"] = "available";
  const signal = (name: "SIGSTOP" | "SIGCONT"): void => {
    if (mysql.pid !== undefined && status !== "stopped") process.kill(mysql.pid, name);
  };
  const { host, port, version, caFile, caPem, root } = mysql;
  return {
    mysql,
    identifier,
    host,
    port,
    version,
    caFile,
    caPem,
    root,
    get admin() {
      return currentAdmin();
    },
    get status() {
      return status;
    },
    freeze() {
      signal("SIGSTOP");
      if (status === "available") status = "frozen";
    },
    thaw() {
      signal("SIGCONT");
      if (status === "frozen") status = "available";
    },
    async stop() {
      signal("SIGCONT"); // a process that is stopped hears no request to end
      status = "stopped";
      await mysql.stop();
    },
  };
}
