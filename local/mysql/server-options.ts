import type { MysqldProgram } from "./program";

export interface ServerFolders {
  readonly dataDir: string;
  readonly caFile: string;
  readonly certificateFile: string;
  readonly privateKeyFile: string;
  readonly socketFile: string;
  readonly pidFile: string;
  /** For the server's temporary files, gone with the run. */
  readonly temporaryFolder: string;
  /** Statements that the server runs before it takes the first connection. */
  readonly initFile: string;
}

const MYSQL_ARGUMENTS = [
  "--secure-file-priv=NULL",
  "--loose-innodb-redo-log-capacity=16M",
  "--loose-auto-generate-certs=OFF",
  "--loose-sha256-password-auto-generate-rsa-keys=OFF",
  "--loose-mysqlx=OFF",
];

/** Without these a new data directory has 110 to 140 MB, which every start would copy; with them 15 (measured, 10.11 and 11.8). */
const MARIADB_ARGUMENTS = [
  "--innodb-log-file-size=4M",
  "--innodb-data-file-path=ibdata1:4M:autoextend",
  "--innodb-autoextend-increment=1",
  "--innodb-undo-tablespaces=0",
  "--aria-log-file-size=8M",
  "--skip-log-error", // to standard error, where the run's log file is
];

/** What initialising and running must agree on, or what spares both of them work. `loose-`: not in every version. */
function commonArguments(program: MysqldProgram, dataDir: string): readonly string[] {
  return [
    ...program.leadingArguments,
    "--no-defaults",
    ...(process.getuid?.() === 0 ? ["--user=root"] : []),
    ...program.serverArguments,
    `--datadir=${dataDir}`,
    "--disable-log-bin",
    "--innodb-doublewrite=OFF",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-buffer-pool-size=64M",
    "--performance-schema=OFF", // halves start time and memory; SHOW STATUS and the process list work without it
    ...(program.systemTables === undefined ? MYSQL_ARGUMENTS : MARIADB_ARGUMENTS),
  ];
}

/** The arguments that make an empty data directory with one account, root at localhost without a password. MariaDB reads how. */
export const initialiseArguments = (program: MysqldProgram, dataDir: string): readonly string[] => [
  ...commonArguments(program, dataDir),
  program.systemTables === undefined ? "--initialize-insecure" : "--bootstrap",
];

/** The arguments of a server that speaks verified TLS on a loopback port and nothing else. */
export const startArguments = (program: MysqldProgram, folders: ServerFolders, port: number): readonly string[] => [
  ...commonArguments(program, folders.dataDir),
  `--init-file=${folders.initFile}`,
  `--tmpdir=${folders.temporaryFolder}`,
  "--bind-address=127.0.0.1",
  `--port=${port}`,
  `--socket=${folders.socketFile}`,
  `--pid-file=${folders.pidFile}`,
  `--ssl-ca=${folders.caFile}`,
  `--ssl-cert=${folders.certificateFile}`,
  `--ssl-key=${folders.privateKeyFile}`,
  "--require-secure-transport=ON",
  // As on RDS for MySQL, whose master user cannot write to the `mysql` schema. MariaDB has no such thing.
  ...(program.systemTables === undefined ? ["--partial-revokes=ON"] : []),
  "--skip-name-resolve", // accounts are 'name'@'%' or by address; no name server is asked
  "--default-time-zone=+00:00",
  "--max-connections=300",
  "--max-connect-errors=1000000",
  "--table-open-cache=400",
  "--local-infile=OFF",
  "--log-output=TABLE", // so that SET GLOBAL general_log = ON fills mysql.general_log
  "--general-log=OFF",
];
