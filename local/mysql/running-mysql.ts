import type { CertificateAuthority } from "./certificates";
import type { Login } from "./connection";
import type { LocalEngine } from "./program";

/** A MySQL that answers, with everything that a client needs to reach it. */
export interface RunningMysql {
  readonly engine: LocalEngine;
  /** The name in the server's certificate. A server of ours is called `localhost` and listens on 127.0.0.1 only. */
  readonly host: string;
  readonly port: number;
  /** As the server says it: `8.4.9`, `9.7.4-2`. */
  readonly version: string;
  /** How it was found, for people. */
  readonly source: string;
  /** The certificate authorities to trust, PEM: a file that is there until `stop`, and its content. */
  readonly caFile: string;
  readonly caPem: string;
  /** Has every right, which RDS gives to no user: for tests that arrange or inspect. */
  readonly root: Login;
  /** May do what the RDS master user may. */
  readonly admin: Login;
  /** The id of the server's process, of a server of ours. */
  readonly pid?: number;
  /** Ends what `startMysql` started and removes what it made. May be called again. */
  stop(): Promise<void>;
}

export interface StartMysqlOptions {
  /** `mysql` when left out. */
  readonly engine?: LocalEngine;
  /** Keep the data in this folder and use what is in it; without it the data is new and removed by `stop`. */
  readonly dataDir?: string;
  /** The name and password of the admin. Default: `admin`, with a new password. */
  readonly admin?: Login;
  /** The port on 127.0.0.1. Default: any free one. A start fails when it is taken. */
  readonly port?: number;
  /** Signs the server's certificate. Default: a new one for each start. */
  readonly authority?: CertificateAuthority;
  /** What the work is doing, in a few words, for the person who waits. */
  readonly onProgress?: (message: string) => void;
  /** Where MYSQL_URL and MYSQL_CA_FILE (or MARIADB_…), MYSQL_VERSION, PATH and the cache folder are read from. Default: `process.env`. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Options for mysqld after all others, so that they win over them. Not for a server that MYSQL_URL names. */
  readonly serverOptions?: readonly string[];
}
