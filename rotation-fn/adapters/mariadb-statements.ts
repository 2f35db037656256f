import type { Account, AccountAttribute, AccountChange, Grant } from "../ports/account";
import { NOTE_PRIVILEGE, notesOf } from "../ports/account-note";
import { birthMarkFor } from "./mariadb-create-user";
import { clausesSql, lockOf, privilegeNames, statementFor } from "./mysql-statements";
import { accountSql, literal, quotedName } from "./sql-text";

/** What has to be known of an account before a change of it can be written down. */
export interface MariadbState {
  /** The names of the databases that are notes, among its grants. */
  readonly notes: readonly string[];
  /** The mark of an account that is just being made. */
  readonly birthMark: AccountAttribute | undefined;
}

/** Whether a change is written down differently for an account in another state. */
export function needsState(change: AccountChange): boolean {
  if (change.kind === "set-clauses") return change.clauses.has("REQUIRE");
  return change.kind === "merge-attribute" || (change.kind === "set-password" && change.attribute !== undefined);
}

const NATIVE = "mysql_native_password";

type CreateAccount = Extract<AccountChange, { kind: "create-account" }>;

/**
 * A change as the statements of MariaDB, for a session with `sql_mode` NO_AUTO_CREATE_USER and nothing else: without that, a GRANT to
 * an account that has just been dropped would make one without a password (measured, 10.11.18). A password is in the last one.
 *
 * `isOwn`: the account is the session's own. ALTER USER needs CREATE USER there, even for oneself (error 1227, measured).
 */
export function mariadbStatements(change: AccountChange, isOwn: boolean, state: MariadbState): readonly string[] {
  switch (change.kind) {
    case "create-account":
      return created(change);
    case "set-clauses":
      return [
        // Before the certificate requirement is replaced, the mark must be stored elsewhere.
        ...(change.clauses.has("REQUIRE") && state.birthMark !== undefined
          ? noteGrants(change.account, notesOf(state.birthMark))
          : []),
        `ALTER USER ${accountSql(change.account)}${clausesSql(change.clauses)}`,
      ];
    case "merge-attribute":
      return noted(change.account, change.patch, state.notes);
    case "grant":
      return inItsMode(
        change.grants,
        perRole(change.grants).map(
          (grants) => `GRANT ${grantList(grants)} TO ${accountSql(change.account)}${optionOf(grants)}`,
        ),
      );
    case "revoke":
      return inItsMode(
        change.grants,
        perRole(change.grants).map((grants) => `REVOKE ${grantList(grants)} FROM ${accountSql(change.account)}`),
      );
    case "set-default-roles": {
      const [role] = change.roles;
      const name = role === undefined ? "NONE" : quotedName(role.user);
      return [`SET DEFAULT ROLE ${name} FOR ${accountSql(change.account)}`];
    }
    case "set-password":
      return [
        ...(change.attribute === undefined ? [] : noted(change.account, change.attribute, state.notes)),
        `ALTER USER ${accountSql(change.account)} IDENTIFIED VIA ${way(change.plugin, change.password)} ${lockOf(change)}`,
      ];
    case "change-password": {
      if (isOwn) return [`SET PASSWORD = PASSWORD(${literal(change.password)})`];
      const second = change.retain === undefined ? "" : ` OR ${way(NATIVE, change.retain)}`;
      return [`ALTER USER ${accountSql(change.account)} IDENTIFIED VIA ${way(NATIVE, change.password)}${second}`];
    }
    case "end-second-password":
      return [`ALTER USER ${accountSql(change.account)} IDENTIFIED VIA ${way(NATIVE, change.password)}`];
    case "retire-account":
      return [`ALTER USER ${accountSql(change.account)} IDENTIFIED VIA ${way(NATIVE, change.password)} ACCOUNT LOCK`];
    case "create-database":
    case "rename-account":
    case "lock-account":
    case "drop-account":
      return [statementFor(change)];
  }
}

/** The mode in which a session speaks, with what else it needs. */
export const MODE = "NO_AUTO_CREATE_USER";

/**
 * The server knows the word PACKAGE in the mode of Oracle only, although SHOW GRANTS prints it in any (measured, 10.11.18; packages:
 * https://mariadb.com/kb/en/create-package/). A session whose statement fails in between is prepared anew.
 */
function inItsMode(grants: readonly Grant[], statements: readonly string[]): readonly string[] {
  const isOnPackage = grants.some((grant) => grant.kind === "privilege" && grant.scope.startsWith("PACKAGE "));
  if (!isOnPackage) return statements;
  return [`${SET_MODE}'ORACLE,${MODE}'`, ...statements, `${SET_MODE}'${MODE}'`];
}

const SET_MODE = "SET SESSION sql_mode = ";

/** Whether statements change the session's mode on the way. */
export function changesMode(statements: readonly string[]): boolean {
  return statements.some((statement) => statement.startsWith(SET_MODE));
}

function way(plugin: string | undefined, password: string): string {
  return `${plugin ?? NATIVE} USING PASSWORD(${literal(password)})`;
}

/**
 * Marked from its first moment by the certificate that it asks for, then by its note. Not IF NOT EXISTS: an account that another session
 * has made in between must not get our mark.
 */
function created({ account, plugin, password, attribute }: CreateAccount): readonly string[] {
  const name = accountSql(account);
  return [
    `CREATE USER ${name} IDENTIFIED VIA ${way(plugin, password)} REQUIRE ${birthMarkFor(attribute)} ACCOUNT LOCK`,
    ...noteGrants(account, notesOf(attribute)),
    `ALTER USER ${name} REQUIRE NONE`,
  ];
}

/** The notes that a patch asks for; what it replaces is taken away afterwards, so that the mark is there at any time. */
function noted(account: Account, patch: AccountAttribute, actual: readonly string[]): readonly string[] {
  const wanted = notesOf(patch);
  const starts = Object.keys(patch).map((key) => `${key.replaceAll("_", " ")}: `);
  const replaced = actual.filter((note) => !wanted.includes(note) && starts.some((start) => note.startsWith(start)));
  return [
    ...noteGrants(
      account,
      wanted.filter((note) => !actual.includes(note)),
    ),
    ...replaced.map((note) => `REVOKE ${NOTE_PRIVILEGE} ON ${quotedName(note)}.* FROM ${accountSql(account)}`),
  ];
}

function noteGrants(account: Account, notes: readonly string[]): readonly string[] {
  return notes.map((note) => `GRANT ${NOTE_PRIVILEGE} ON ${quotedName(note)}.* TO ${accountSql(account)}`);
}

/** A statement for each role: MariaDB takes no list of them. */
function perRole(grants: readonly Grant[]): readonly (readonly Grant[])[] {
  return grants[0]?.kind === "role" ? grants.map((grant) => [grant]) : [grants];
}

function grantList(grants: readonly Grant[]): string {
  const [first] = grants;
  switch (first?.kind) {
    case "role":
      return quotedName(first.role.user);
    case "proxy":
      return `PROXY ON ${accountSql(first.of)}`;
    case "privilege":
      return `${privilegeNames(grants)} ON ${first.scope}`;
    default:
      throw new TypeError("a grant that MariaDB does not have");
  }
}

function optionOf([first]: readonly Grant[]): string {
  if (first?.kind === "role") return first.adminOption ? " WITH ADMIN OPTION" : "";
  return first?.kind === "proxy" && first.grantOption ? " WITH GRANT OPTION" : "";
}
