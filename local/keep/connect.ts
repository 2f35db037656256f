import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { LocalCommandError } from "./error";
import type { KeptPaths } from "./paths";
import type { ReadLogin } from "./secrets";

/**
 * Opens the program `mysql` with a credential, over TLS with the server's name verified. Returns its exit code. The password goes
 * through a file that only this user can read and that is removed afterwards: arguments can be read by everybody on the machine.
 *
 * Throws `command_failed` when there is no such program.
 */
export function connect(paths: KeptPaths, login: ReadLogin, args: readonly string[]): number {
  const folder = mkdtempSync(path.join(tmpdir(), "local-aws-login-"));
  try {
    const file = path.join(folder, "login.cnf");
    writeFileSync(file, clientOptions(login, path.join(paths.state, "database-ca.pem")), { mode: 0o600 });
    const { error, status } = spawnSync("mysql", [`--defaults-extra-file=${file}`, login.dbname, ...args], {
      stdio: "inherit",
    });
    if (error === undefined) return status ?? 1;
    throw new LocalCommandError(
      "command_failed",
      `the program mysql could not be started (${error.message}); what to do: install a MySQL client, or connect another one to ` +
        `${login.host}:${login.port}, database ${login.dbname}, over TLS with the authority ${path.join(paths.state, "database-ca.pem")}, ` +
        `as ${login.username} with the password that is in the secret`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An option file of MySQL: a value in quotation marks, in which a backslash begins an escape. */
export function clientOptions({ host, port, username, password }: ReadLogin, caFile: string): string {
  const quoted = (value: string) => `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  return [
    "[client]",
    `host=${quoted(host)}`,
    `port=${port}`,
    "protocol=tcp",
    `user=${quoted(username)}`,
    `password=${quoted(password)}`,
    `ssl-ca=${quoted(caFile)}`,
    "ssl-mode=VERIFY_IDENTITY",
    "",
  ].join("\n");
}
