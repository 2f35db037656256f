import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { RunningMysql } from "../mysql/start";
import type { Cleanup } from "../terminal/cleanup";

/**
 * Writes what a client needs into files that only this user can read, and returns the text that says how to connect with them.
 * No password is in the text. `cleanup` removes the files.
 */
export async function connectionHelp(mysql: RunningMysql, cleanup: Cleanup): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "rehearsal-connect-"));
  cleanup.add("the connection files", () => rm(folder, { recursive: true, force: true }));
  const files = await Promise.all(
    (["admin", "root"] as const).map(async (name) => {
      const file = path.join(folder, `${name}.cnf`);
      await writeFile(file, optionFile(mysql, mysql[name]), { mode: 0o600 });
      return { name, file };
    }),
  );
  return [
    `MySQL ${mysql.version} goes on running at ${mysql.host}:${mysql.port}, until you press Ctrl-C here. To connect:`,
    "",
    ...files.map(
      ({ name, file }) => `  mysql --defaults-file=${shellWord(file)}    # as ${name}, the password is in the file`,
    ),
    "",
    `Other clients: host ${mysql.host}, port ${mysql.port}, TLS verified against ${mysql.caFile}; user and password are in these files.`,
  ].join("\n");
}

function shellWord(word: string): string {
  return `'${word.replace(/'/g, "'\\''")}'`;
}

/** An option file of the mysql client. Passwords of the launcher need no quoting beyond the quotes. */
function optionFile(mysql: RunningMysql, login: { readonly username: string; readonly password: string }): string {
  const quoted = (value: string) => `"${value.replace(/\\/g, "\\\\").replace(/"/g, '\\"')}"`;
  return [
    "[client]",
    "protocol=TCP",
    `host=${mysql.host}`,
    `port=${mysql.port}`,
    `user=${quoted(login.username)}`,
    `password=${quoted(login.password)}`,
    `ssl-ca=${quoted(mysql.caFile)}`,
    "ssl-mode=VERIFY_IDENTITY",
    "",
  ].join("\n");
}
