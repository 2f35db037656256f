import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { clientOptions } from "../../ops/database/option-file";
import type { RunningMysql } from "../mysql/start";
import type { Cleanup } from "../terminal/cleanup";
import type { KeptAws } from "./keep-rotating";

/**
 * What an application needs to log in with a secret that is kept: variables of the environment, which the AWS SDKs and the examples of `client/` read. The
 * access key is no secret: the local service does not check signatures.
 */
export function applicationHelp(mysql: RunningMysql, { aws, secrets }: KeptAws, everyMs: number | undefined): string {
  const { url, region } = aws.server;
  const [first] = secrets;
  const variables = {
    AWS_ENDPOINT_URL_SECRETS_MANAGER: url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: "APPLICATION",
    AWS_SECRET_ACCESS_KEY: "not-checked",
    DB_SECRET_ID: first?.name ?? "",
    DB_CA_FILE: mysql.caFile,
  };
  return [
    `Secrets Manager keeps running at ${url}. An application needs:`,
    "",
    ...Object.entries(variables).map(([name, value]) => `  export ${name}=${shellWord(value)}`),
    "",
    `Secrets: ${secrets.map(({ name, strategy }) => `${name} (${strategy})`).join(", ")}.`,
    everyMs === undefined
      ? "Nothing rotates now; with --every 3s each secret rotates every 3 seconds."
      : `Each secret rotates every ${everyMs / 1_000} s, so that a credential that is read once is refused after two rotations, ${(2 * everyMs) / 1_000} s.`,
  ].join("\n");
}

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
      await writeFile(file, clientOptions({ ...mysql, isTunnel: false }, mysql[name], "MySQL"), { mode: 0o600 });
      return { name, file };
    }),
  );
  return [
    `MySQL ${mysql.version} keeps running at ${mysql.host}:${mysql.port}, until you press Ctrl-C here. To connect:`,
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
