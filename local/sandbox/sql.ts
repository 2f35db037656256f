import { readFileSync } from "node:fs";
import { resultText } from "../../ops/database/result-text";
import { runStatement } from "../../ops/database/run-statement";
import { withLocalErrors } from "./ops-errors";
import { databaseCaFile, type KeptPaths } from "./paths";
import type { ReadLogin } from "./secrets";

/** Runs one statement as the user of a secret, over verified TLS and without a client program. Returns rows as a table. Throws `command_failed`. */
export function runSql(paths: KeptPaths, login: ReadLogin, statement: string, signal: AbortSignal): Promise<string> {
  return withLocalErrors(async () => {
    const { host, port } = login;
    const route = { host, port, caPem: readFileSync(databaseCaFile(paths), "utf8") };
    return resultText(await runStatement(route, login, statement, { isReadOnly: false, signal }));
  });
}
