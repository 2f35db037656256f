import type { Login } from "../../../mysql/connection";
import type { RunningMysql } from "../../../mysql/running-mysql";
import type { DatabaseHost, LocalDatabase } from "../gateway";

/** The real MySQL of a DB instance, with means to make it fail. */
export interface DatabaseServer extends LocalDatabase {
  readonly mysql: RunningMysql;
}

/** What is kept of an instance outside its server. */
export interface ServerRecord {
  /** The login in the admin secret at the moment. */
  readonly admin: () => Login;
  readonly host: () => DatabaseHost;
  readonly moveTo: (host: DatabaseHost) => void;
}

export function databaseServer(identifier: string, mysql: RunningMysql, record: ServerRecord): DatabaseServer {
  let status: LocalDatabase["status"] = "available";
  const signal = (name: "SIGSTOP" | "SIGCONT"): void => {
    if (mysql.pid !== undefined && status !== "stopped") process.kill(mysql.pid, name);
  };
  const { port, version, caFile, caPem, root } = mysql;
  return {
    mysql,
    identifier,
    get host() {
      return record.host();
    },
    port,
    version,
    caFile,
    caPem,
    root,
    get admin() {
      return record.admin();
    },
    get status() {
      return status;
    },
    moveTo: record.moveTo,
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
