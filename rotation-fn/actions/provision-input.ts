import { RotationError } from "../errors";
import type { ProvisionEvent } from "../event";
import type { SecretDescription } from "../ports/secret-store";
import { usernameLimit } from "../secret-value";
import type { StrategyName } from "../settings";
import { type UserPair, userPair } from "../strategies/user-pair";

/**
 * The privileges that exist on a database. What the server knows only globally (FILE, SUPER, PROCESS…) is not an app user's.
 * https://dev.mysql.com/doc/refman/8.4/en/privileges-provided.html
 */
export const DATABASE_PRIVILEGES = [
  "ALTER",
  "ALTER ROUTINE",
  "CREATE",
  "CREATE ROUTINE",
  "CREATE TEMPORARY TABLES",
  "CREATE VIEW",
  "DELETE",
  "DROP",
  "EVENT",
  "EXECUTE",
  "INDEX",
  "INSERT",
  "LOCK TABLES",
  "REFERENCES",
  "SELECT",
  "SHOW VIEW",
  "TRIGGER",
  "UPDATE",
] as const;

const SYSTEM_DATABASES = ["mysql", "sys", "information_schema", "performance_schema", "innodb"];

/** Checks what the event's form cannot tell. Throws `bad_event` that lists every problem; nothing has been done then. */
export function requireProvisionable(event: ProvisionEvent, secret: SecretDescription, strategy: StrategyName): void {
  const pair = userPair(secret);
  const unknown = event.privileges.filter((name) => !(DATABASE_PRIVILEGES as readonly string[]).includes(name));
  const problems = [
    unknown.length === 0
      ? undefined
      : `privileges: found ${unknown.join(", ")}, allowed: ${DATABASE_PRIVILEGES.join(", ")}`,
    strategy !== "alternating-users" || pair.base(event.username) === event.username
      ? undefined
      : `username: found "${event.username}", allowed: a name that does not end like an alternate user's, or the first one of the secret's tag`,
    nameProblem(event, strategy, pair),
    SYSTEM_DATABASES.includes(event.dbname.toLowerCase())
      ? `dbname: found "${event.dbname}", allowed: a database of the application`
      : undefined,
    event.adminSecretId.startsWith("arn:")
      ? undefined
      : `adminSecretId: found "${event.adminSecretId.slice(0, 60)}", allowed: the ARN of the admin secret`,
    secret.deleted
      ? `secretId: found ${secret.name}, which is scheduled for deletion, allowed: a secret in use`
      : undefined,
  ].filter((problem) => problem !== undefined);
  if (problems.length === 0) return;
  throw new RotationError("bad_event", {
    problem: `the provision event cannot be carried out: ${problems.join("; ")}`,
    remedy: "correct the environment file and apply again; nothing was done",
  });
}

/** Only where there is an alternate user, its name must fit as well. */
function nameProblem({ username, engine }: ProvisionEvent, strategy: StrategyName, pair: UserPair): string | undefined {
  // A mutant survives: whatever is not MariaDB has the limit of MySQL.
  const limit = usernameLimit(engine ?? "mysql");
  const found = `username: found ${username.length} characters`;
  if (strategy !== "alternating-users") {
    return username.length <= limit ? undefined : `${found}, allowed: ${limit}`;
  }
  const alternate = pair.alternate(username);
  if (alternate.length <= limit) return undefined;
  return `${found}, allowed: ${limit - 6}, because "${alternate}" must have at most ${limit}`;
}
