import type { Dialect } from "./dialect";
import { parseCreateUser } from "./mysql-create-user";
import { parseGrants } from "./mysql-grants";
import { mysqlStatements } from "./mysql-statements";
import { isStoredPassword, storedHash } from "./stored-password";

export const MYSQL: Dialect = {
  prepare: ({ accountAttributes }, lockWaitSeconds) => {
    const hex = accountAttributes ? ", print_identified_with_as_hex = ON" : "";
    const waits = `lock_wait_timeout = ${lockWaitSeconds}, innodb_lock_wait_timeout = ${lockWaitSeconds}`;
    return `SET SESSION sql_mode = '', sql_quote_show_create = ON, ${waits}${hex}`;
  },
  // On RDS 8.0.36 and later the admin's rights come through a role, which need not be active by default.
  activateRoles: "SET ROLE ALL",
  accountsOnly: "",
  // https://dev.mysql.com/doc/refman/8.4/en/password-management.html#dual-passwords keeps the second password's hash there.
  accountList:
    "SELECT User, Host, JSON_CONTAINS_PATH(User_attributes, 'one', '$.additional_password'), account_locked = 'Y', plugin " +
    "FROM mysql.user WHERE TRUE",
  secondPassword:
    "SELECT JSON_UNQUOTE(JSON_EXTRACT(User_attributes, '$.additional_password')) FROM mysql.user WHERE User = ? AND Host = ?",
  marksInGrants: false,
  definition: ({ account, createUser, grants }) => ({
    account,
    ...parseCreateUser(createUser),
    grants: parseGrants(grants),
  }),
  credential: ({ account, createUser }) => {
    const { plugin, attribute } = parseCreateUser(createUser);
    const hash = storedHash(createUser);
    return { account, plugin, attribute, isPrimary: (password) => hash && isStoredPassword(hash, password) };
  },
  statements: async (change) => mysqlStatements(change),
};
