import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Route } from "../route/route";
import type { ClientProgram } from "./client-program";
import type { DatabaseLogin } from "./login";

/** A client's option file that only this user can read: arguments can be read by everybody on the machine. */
export interface OptionFile {
  readonly file: string;
  /** Puts another login in its place, for the next client that reads it. */
  write(login: DatabaseLogin): void;
  remove(): void;
}

/** Writes the option file and the certificates that it names into a folder of their own. */
export function optionFile(
  route: Pick<Route, "host" | "port" | "caPem" | "isTunnel">,
  login: DatabaseLogin,
  kind: ClientProgram["kind"],
): OptionFile {
  const folder = mkdtempSync(path.join(tmpdir(), "database-login-"));
  const [file, caFile] = [path.join(folder, "login.cnf"), path.join(folder, "roots.pem")];
  writeFileSync(caFile, route.caPem, { mode: 0o600 });
  const write = (next: DatabaseLogin): void => {
    const text = clientOptions({ ...route, caFile }, next, kind);
    // A client that starts now reads one whole file or the other.
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  write(login);
  return { file, write, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** An option file's text: a value in quotation marks, in which a backslash begins an escape. */
export function clientOptions(
  { host, port, isTunnel, caFile }: Pick<Route, "host" | "port" | "isTunnel"> & { readonly caFile: string },
  { username, password }: Pick<DatabaseLogin, "username" | "password">,
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
    ...verification(kind, isTunnel),
    "",
  ].join("\n");
}

/**
 * How a client verifies the server. Through a tunnel it connects to 127.0.0.1, which no certificate names: MySQL's client then verifies the authority
 * alone, and MariaDB's has no mode for that. `connect` verifies the name itself, through the same tunnel, before it starts the client.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/connection-options.html#option_general_ssl-mode
 * https://mariadb.com/kb/en/mariadb-command-line-client/: ssl-mode is an unknown variable there
 */
function verification(kind: ClientProgram["kind"], isTunnel: boolean): readonly string[] {
  if (kind === "MySQL") return [isTunnel ? "ssl-mode=VERIFY_CA" : "ssl-mode=VERIFY_IDENTITY"];
  return ["ssl", isTunnel ? "skip-ssl-verify-server-cert" : "ssl-verify-server-cert"];
}
