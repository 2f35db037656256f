import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { LocalError } from "../terminal/error";
import { type ClientProgram, findClient, VERIFY_SERVER } from "./client-program";
import { databaseCaFile, type KeptPaths } from "./paths";
import type { ReadLogin } from "./secrets";

/**
 * Opens the MySQL or MariaDB client with a credential, over TLS with the server's name verified. Returns its exit code. The password goes
 * through a file that only this user can read and that is removed afterwards: arguments can be read by everybody on the machine.
 *
 * Throws `command_failed` when there is no client.
 */
export function connect(paths: KeptPaths, login: ReadLogin, args: readonly string[]): number {
  const client = findClient();
  const folder = mkdtempSync(path.join(tmpdir(), "local-aws-login-"));
  // Ctrl-C interrupts the statement in the client. This process stays, so that the file is removed.
  const ignore = (): void => undefined;
  process.on("SIGINT", ignore);
  try {
    const file = path.join(folder, "login.cnf");
    writeFileSync(file, clientOptions(login, databaseCaFile(paths), client.kind), { mode: 0o600 });
    // The client's own options come before the database, so that those of the person are read as options.
    const { error, status } = spawnSync(
      client.command,
      [`--defaults-extra-file=${file}`, ...(login.dbname === "" ? [] : [`--database=${login.dbname}`]), ...args],
      { stdio: "inherit", env: process.env },
    );
    if (error === undefined) return status ?? 1;
    throw new LocalError("command_failed", `${client.command} did not start: ${error.message}`);
  } finally {
    process.off("SIGINT", ignore);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An option file: a value in quotation marks, in which a backslash begins an escape. */
export function clientOptions(
  { host, port, username, password }: ReadLogin,
  caFile: string,
  kind: ClientProgram["kind"],
): string {
  const quoted = (value: string) => `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  return [
    "[client]",
    `host=${quoted(host)}`,
    `port=${port}`,
    "protocol=tcp",
    `user=${quoted(username)}`,
    `password=${quoted(password)}`,
    `ssl-ca=${quoted(caFile)}`,
    VERIFY_SERVER[kind],
    "",
  ].join("\n");
}
