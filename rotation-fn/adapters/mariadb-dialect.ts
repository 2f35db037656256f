import type { AccountAttribute } from "../ports/account";
import type { ServerFeatures } from "../ports/server";
import type { AccountRows, Dialect } from "./dialect";
import { parseMariadbCreateUser } from "./mariadb-create-user";
import { parseMariadbGrants } from "./mariadb-grants";
import { MODE, mariadbStatements, needsState } from "./mariadb-statements";
import { isStoredPassword } from "./stored-password";

export const MARIADB: Dialect = {
  // Without NO_AUTO_CREATE_USER a GRANT makes the account that it does not find, with no password at all.
  // Statements about accounts do not keep to lock_wait_timeout there (measured, 10.11.18: an ALTER USER waits without limit for FLUSH TABLES
  // WITH READ LOCK); max_statement_time ends them.
  prepare: (_, lockWaitSeconds) =>
    `SET SESSION sql_mode = '${MODE}', sql_quote_show_create = ON, ` +
    `lock_wait_timeout = ${lockWaitSeconds}, max_statement_time = ${lockWaitSeconds + 1}`,
  // Only one role is active at a time here, and the default one is after a login.
  activateRoles: undefined,
  accountsOnly: " AND is_role = 'N'",
  // The view `mysql.user` shows the first way to log in only. The list stays there, with one entry, when the second way has ended
  // (measured, 10.11.18).
  accountList:
    "SELECT User, Host, JSON_EXISTS(Priv, '$.auth_or[1]'), JSON_VALUE(Priv, '$.account_locked'), JSON_VALUE(Priv, '$.plugin') " +
    "FROM mysql.global_priv WHERE NOT JSON_EXISTS(Priv, '$.is_role')",
  // The entry `{}` stands for the first way, which is described outside of the list (measured, 10.11.18).
  secondPassword:
    "SELECT JSON_VALUE(Priv, '$.auth_or[1].authentication_string') FROM mysql.global_priv WHERE User = ? AND Host = ?",
  marksInGrants: true,
  definition: (rows, server) => {
    const { plugin, locked, clauses } = parseMariadbCreateUser(rows.createUser, rows.account);
    const { grants, defaultRoles } = parseMariadbGrants(rows.grants, server);
    const attribute = attributeOf(rows, server);
    return { account: rows.account, server: "mariadb", plugin, locked, clauses, attribute, grants, defaultRoles };
  },
  credential: (rows, server) => {
    const { plugin, hashes } = parseMariadbCreateUser(rows.createUser, rows.account);
    const [hash = ""] = hashes;
    return {
      account: rows.account,
      server: "mariadb",
      plugin,
      attribute: attributeOf(rows, server),
      hasSecond: hashes.length > 1,
      // An account without a password shows none, and one that must not log in shows a word.
      isPrimary: (password) =>
        hash === "" || hash === "invalid" ? false : isStoredPassword(Buffer.from(hash), password),
    };
  },
  statements: async (change, isOwn, server, read) => {
    const rows = "account" in change && needsState(change) ? await read(change.account) : undefined;
    const state = {
      notes: rows === undefined ? [] : parseMariadbGrants(rows.grants, server).notes,
      birthMark: rows === undefined ? undefined : parseMariadbCreateUser(rows.createUser, rows.account).birthMark,
    };
    return mariadbStatements(change, isOwn, state);
  },
};

function attributeOf({ account, createUser, grants }: AccountRows, server: ServerFeatures): AccountAttribute {
  const { birthMark } = parseMariadbCreateUser(createUser, account);
  const { attribute } = parseMariadbGrants(grants, server);
  return { ...birthMark, ...attribute };
}
