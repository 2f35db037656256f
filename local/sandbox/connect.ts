import { readFileSync } from "node:fs";
import { runAtTerminal } from "../../ops/command/run-at-terminal";
import { findClient } from "../../ops/database/client-program";
import { optionFile } from "../../ops/database/option-file";
import { withLocalErrors } from "./ops-errors";
import { databaseCaFile, type KeptPaths } from "./paths";
import type { ReadLogin } from "./secrets";

/**
 * Opens the MySQL or MariaDB client with a credential, over TLS with the server's name verified. Returns its exit code. The password goes
 * through a file that only this user can read and that is removed afterwards.
 *
 * Throws `command_failed` when there is no client.
 */
export function connect(paths: KeptPaths, login: ReadLogin, args: readonly string[]): Promise<number> {
  return withLocalErrors(async () => {
    const { command, kind } = findClient();
    const { host, port, dbname } = login;
    const caPem = readFileSync(databaseCaFile(paths), "utf8");
    const options = optionFile({ host, port, isTunnel: false, caPem }, login, kind);
    try {
      // The client's own options come before the database, so that those of the person are read as options.
      const database = dbname === "" ? [] : [`--database=${dbname}`];
      return await runAtTerminal(command, [`--defaults-extra-file=${options.file}`, ...database, ...args]);
    } finally {
      options.remove();
    }
  });
}
