import type { Account, AccountChange, AccountClauses, Grant } from "../ports/account";
import { jsonOf } from "./account-attribute";
import { accountSql, literal, quotedName } from "./sql-text";

/** The limits stand behind one WITH; the other clauses stand for themselves. */
const LIMITS = new Set([
  "MAX_QUERIES_PER_HOUR",
  "MAX_UPDATES_PER_HOUR",
  "MAX_CONNECTIONS_PER_HOUR",
  "MAX_USER_CONNECTIONS",
  "MAX_STATEMENT_TIME",
]);

/** A change as its statements, for a session with an empty `sql_mode`. A password is in the last one. */
export function mysqlStatements(change: AccountChange): readonly string[] {
  return endsSecondPassword(change)
    ? [discardOldPassword(change.account), statementFor(change)]
    : [statementFor(change)];
}

type EndsSecondPassword = Extract<AccountChange, { kind: "set-password" | "change-password" | "retire-account" }>;

/**
 * A change of the password without RETAIN leaves a second password alone (measured, 9.7), and the grammar of ALTER USER has no clause
 * that changes one and discards the other. https://dev.mysql.com/doc/refman/8.4/en/alter-user.html#alter-user-dual-passwords
 */
function endsSecondPassword(change: AccountChange): change is EndsSecondPassword {
  if (change.kind === "set-password" || change.kind === "change-password") return change.second === "ended";
  return change.kind === "retire-account";
}

function discardOldPassword(account: Account): string {
  return `ALTER USER ${accountSql(account)} DISCARD OLD PASSWORD`;
}

/**
 * A change as one statement, for a session with an empty `sql_mode`. Only `CREATE USER` and `ALTER USER … IDENTIFIED BY` with
 * a literal are used for passwords: `SET PASSWORD FOR` needs UPDATE on `mysql`, which an RDS admin does not have, and
 * `PASSWORD()` is gone since MySQL 8.0.11. DDL takes no placeholders (error 1295), so literals are written out.
 */
export function statementFor(change: AccountChange): string {
  switch (change.kind) {
    case "create-database":
      return `CREATE DATABASE IF NOT EXISTS ${quotedName(change.database)} CHARACTER SET utf8mb4`;
    case "create-account":
      // Not IF NOT EXISTS: an account that another session has made in between must not be taken for ours.
      return (
        `CREATE USER ${accountSql(change.account)} ` +
        `IDENTIFIED WITH ${literal(change.plugin)} BY ${literal(change.password)} ACCOUNT LOCK ` +
        `ATTRIBUTE ${literal(jsonOf(change.attribute))}`
      );
    case "set-clauses":
      return `ALTER USER ${accountSql(change.account)}${clausesSql(change.clauses)}`;
    case "merge-attribute":
      return `ALTER USER ${accountSql(change.account)} ATTRIBUTE ${literal(jsonOf(change.patch))}`;
    case "grant":
      return `GRANT ${grantList(change.grants)} TO ${accountSql(change.account)}${optionOf(change.grants)}`;
    case "revoke":
      return `REVOKE ${change.companion === undefined ? "" : `${change.companion}, `}${grantList(change.grants)} FROM ${accountSql(change.account)}`;
    case "set-default-roles":
      return `ALTER USER ${accountSql(change.account)} DEFAULT ROLE ${change.roles.map(accountSql).join(", ") || "NONE"}`;
    case "set-password": {
      const withPlugin = change.plugin === undefined ? "" : ` WITH ${literal(change.plugin)}`;
      const attribute = change.attribute === undefined ? "" : ` ATTRIBUTE ${literal(jsonOf(change.attribute))}`;
      return `ALTER USER ${accountSql(change.account)} IDENTIFIED${withPlugin} BY ${literal(change.password)} ${lockOf(change)}${attribute}`;
    }
    case "change-password": {
      const replacing = change.replacing === undefined ? "" : ` REPLACE ${literal(change.replacing)}`;
      const retaining = change.second === "replaced" ? " RETAIN CURRENT PASSWORD" : "";
      return `ALTER USER ${accountSql(change.account)} IDENTIFIED BY ${literal(change.password)}${replacing}${retaining}`;
    }
    case "end-second-password":
      return discardOldPassword(change.account);
    case "lock-account":
      return `ALTER USER ${accountSql(change.account)} ACCOUNT LOCK`;
    case "retire-account":
      return `ALTER USER ${accountSql(change.account)} IDENTIFIED BY ${literal(change.password)} ACCOUNT LOCK`;
    case "rename-account":
      return `RENAME USER ${accountSql(change.account)} TO ${accountSql(change.to)}`;
    case "drop-account":
      return `DROP USER IF EXISTS ${accountSql(change.account)}`;
  }
}

/** Whether a password comes with a lock or an unlock. */
export function lockOf({ locked }: Extract<AccountChange, { kind: "set-password" }>): string {
  return locked === true ? "ACCOUNT LOCK" : "ACCOUNT UNLOCK";
}

export function clausesSql(clauses: AccountClauses): string {
  const entries = [...clauses];
  const limits = entries.filter(([name]) => LIMITS.has(name)).map(([name, value]) => ` ${name} ${value}`);
  const rest = entries
    .filter(([name]) => !LIMITS.has(name) && name !== "REQUIRE")
    .map(([name, value]) => ` ${name} ${value}`);
  const require = clauses.get("REQUIRE");
  return [
    require === undefined ? "" : ` REQUIRE ${require}`,
    limits.length === 0 ? "" : ` WITH${limits.join("")}`,
    ...rest,
  ].join("");
}

/** All grants of one statement are of one kind and one scope: that is the port's promise. */
function grantList(grants: readonly Grant[]): string {
  const [first] = grants;
  if (first === undefined) throw new TypeError("a grant or revoke without grants");
  switch (first.kind) {
    case "role":
      return grants.map((grant) => (grant.kind === "role" ? accountSql(grant.role) : "")).join(", ");
    case "proxy":
      return `PROXY ON ${accountSql(first.of)}`;
    case "dynamic":
      return `${grants.map((grant) => (grant.kind === "dynamic" ? grant.privilege : "")).join(", ")} ON *.*`;
    case "privilege":
    case "restriction":
      return `${privilegeNames(grants)} ON ${first.scope}`;
  }
}

export function privilegeNames(grants: readonly Grant[]): string {
  return grants
    .flatMap((grant) => {
      if (grant.kind !== "privilege" && grant.kind !== "restriction") return [];
      const column = grant.kind === "privilege" ? grant.column : undefined;
      return [column === undefined ? grant.privilege : `${grant.privilege} (${quotedName(column)})`];
    })
    .join(", ");
}

function optionOf(grants: readonly Grant[]): string {
  const [first] = grants;
  if (first?.kind === "role") return first.adminOption ? " WITH ADMIN OPTION" : "";
  if (first?.kind === "dynamic" || first?.kind === "proxy") return first.grantOption ? " WITH GRANT OPTION" : "";
  return "";
}
