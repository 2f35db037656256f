import type { Environment } from "../../environments";
import { ALTERNATE_SUFFIX } from "../../rotation-fn/settings";
import type { Cleanup } from "../terminal/cleanup";
import { LocalError } from "../terminal/error";
import { connect, runStatements } from "./connection";
import type { RunningMysql } from "./start";

type AppSecrets = Environment["appSecrets"];

/** True when the server was there before (MYSQL_URL): others may use it, and it stays. */
export function isBorrowed(mysql: Pick<RunningMysql, "source">): boolean {
  return mysql.source.startsWith("MYSQL_URL");
}

/**
 * Sees to it that a borrowed server is left as it was found: refuses it (`server_occupied`, nothing changed) when a database or
 * user that the rehearsal would make is there already, and has `cleanup` drop them in the end. A server of our own needs none of it.
 */
export async function borrow(mysql: RunningMysql, secrets: AppSecrets, cleanup: Cleanup): Promise<void> {
  if (!isBorrowed(mysql)) return;
  const users = secrets.flatMap(({ username }) => [username, `${username}${ALTERNATE_SUFFIX}`]);
  const databases = [...new Set(secrets.map(({ database }) => database))];
  const occupied = await alreadyThere(mysql, users, databases);
  if (occupied.length > 0) {
    throw new LocalError("server_occupied", {
      problem: "the server that MYSQL_URL names has what the rehearsal would make and drop",
      found: occupied.join(", "),
      allowed: `a server without the users ${users.join(", ")} and the databases ${databases.join(", ")}`,
      remedy:
        "drop them if they are left from a rehearsal that was killed, else name another server or unset MYSQL_URL",
    });
  }
  cleanup.add("users and databases on the server of MYSQL_URL", () => dropAll(mysql, secrets, databases));
}

async function alreadyThere(
  mysql: RunningMysql,
  users: readonly string[],
  databases: readonly string[],
): Promise<string[]> {
  const connection = await connect(mysql, mysql.root);
  try {
    const [accounts] = await connection.query("SELECT user AS name FROM mysql.user WHERE user IN (?)", [users]);
    const [schemas] = await connection.query(
      "SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name IN (?)",
      [databases],
    );
    const names = (rows: unknown) => [...new Set((rows as { readonly name: string }[]).map(({ name }) => name))];
    return [...names(accounts).map((name) => `user ${name}`), ...names(schemas).map((name) => `database ${name}`)];
  } finally {
    connection.destroy();
  }
}

async function dropAll(mysql: RunningMysql, secrets: AppSecrets, databases: readonly string[]): Promise<void> {
  const connection = await connect(mysql, mysql.root);
  try {
    await runStatements(connection, [
      ...secrets.flatMap(({ username, userHost }) =>
        [username, `${username}${ALTERNATE_SUFFIX}`].map((user) => `DROP USER IF EXISTS '${user}'@'${userHost}'`),
      ),
      ...databases.map((database) => `DROP DATABASE IF EXISTS \`${database}\``),
    ]);
  } finally {
    connection.destroy();
  }
}
