import type { Account, AccountAttribute, Grant } from "../ports/account";
import { attributeOfNotes, isNote, NOTE_PRIVILEGE } from "../ports/account-note";
import type { ServerFeatures } from "../ports/server";
import { type PrivilegeRules, parseGrants } from "./mysql-grants";
import { sqlTokens } from "./sql-tokens";

/** What SHOW GRANTS of MariaDB tells of an account; the credential's hash, which it prints as well, is not kept. */
export interface MariadbGrants {
  readonly grants: readonly Grant[];
  readonly defaultRoles: readonly Account[];
  /** The notes among the grants, read. */
  readonly attribute: AccountAttribute;
  /** The names of the databases that are notes. */
  readonly notes: readonly string[];
}

const DEFAULT_ROLE = "SET DEFAULT ROLE ";

/** Reads the rows of SHOW GRANTS (https://mariadb.com/kb/en/show-grants/). Throws as {@link parseGrants}. */
export function parseMariadbGrants(
  rows: readonly string[],
  server: Pick<ServerFeatures, "showCreateRoutine">,
): MariadbGrants {
  const isDefaultRole = (row: string): boolean => row.startsWith(DEFAULT_ROLE);
  const all = parseGrants(
    rows.filter((row) => !isDefaultRole(row)),
    rulesOf(server),
  );
  const notes = all.flatMap((grant) => noteIn(grant) ?? []);
  const grants = all.filter((grant) => noteIn(grant) === undefined);
  const defaultRoles = rows
    .filter(isDefaultRole)
    .map((row) => ({ user: sqlTokens(row.slice(DEFAULT_ROLE.length))[0]?.text ?? "", host: "" }))
    // A role that was revoked stays the default one, of no effect, until it is granted again (measured, 10.11 and 11.8).
    .filter(({ user }) => grants.some((grant) => grant.kind === "role" && grant.role.user === user));
  return { grants, defaultRoles, attribute: attributeOfNotes(notes), notes };
}

function noteIn(grant: Grant): string | undefined {
  if (grant.kind !== "privilege" || grant.privilege !== NOTE_PRIVILEGE || grant.column !== undefined) return undefined;
  const [, name] = /^`(.*)`\.\*$/s.exec(grant.scope) ?? [];
  return name !== undefined && isNote(name) ? name : undefined;
}

/** https://mariadb.com/kb/en/grant/; each list is proved against the server by a test that grants it. */
const ALL_ON_TABLE =
  "SELECT,INSERT,UPDATE,DELETE,CREATE,DROP,REFERENCES,INDEX,ALTER,CREATE VIEW,SHOW VIEW,DELETE HISTORY,TRIGGER";
const ALL_ON_DATABASE = `${ALL_ON_TABLE},CREATE TEMPORARY TABLES,LOCK TABLES,EXECUTE,CREATE ROUTINE,ALTER ROUTINE,EVENT`;
const ALL_ON_SERVER = [
  ALL_ON_DATABASE,
  "RELOAD,SHUTDOWN,PROCESS,FILE,SHOW DATABASES,SUPER,CREATE USER,CREATE TABLESPACE,SET USER,FEDERATED ADMIN,CONNECTION ADMIN",
  "READ_ONLY ADMIN,REPLICATION SLAVE,REPLICATION SLAVE ADMIN,REPLICATION MASTER ADMIN,BINLOG MONITOR,BINLOG ADMIN",
  "BINLOG REPLAY,SLAVE MONITOR",
].join(",");

function rulesOf({ showCreateRoutine }: Pick<ServerFeatures, "showCreateRoutine">): PrivilegeRules {
  return {
    // All of them have a bit and share the GRANT OPTION of their scope, those with an underscore too.
    isDynamic: () => false,
    allIn(scope) {
      const isTable = !scope.endsWith(".*");
      const list = scope === "*.*" ? ALL_ON_SERVER : isTable ? ALL_ON_TABLE : ALL_ON_DATABASE;
      return [...list.split(","), ...(showCreateRoutine && !isTable ? ["SHOW CREATE ROUTINE"] : [])];
    },
  };
}
