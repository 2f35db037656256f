/**
 * What the function knows of a database account, and the changes it can make to one.
 *
 * Strategies compare two {@link AccountDefinition}s and answer with a list of {@link AccountChange}s; an adapter reads the
 * one and carries out the other. So the order of the changes, on which the safety of a rotation rests, is plain data.
 */

/** An account as MySQL names it: `user`@`host`. Two accounts with one user name and two hosts are two accounts. */
export interface Account {
  readonly user: string;
  readonly host: string;
}

/** An account in a list of accounts, with what the list tells of it. */
export interface ListedAccount extends Account {
  /** A second password opens it too: RETAIN CURRENT PASSWORD on MySQL, a second way to log in on MariaDB. */
  readonly hasSecondPassword: boolean;
  readonly isLocked: boolean;
  /** The authentication plugin, of which MariaDB lists the first one. */
  readonly plugin: string;
}

/** `'app'@'%'`, for messages; a role of MariaDB has no host part. */
export function accountName(account: Account): string {
  return account.host === "" ? `'${account.user}'` : `'${account.user}'@'${account.host}'`;
}

/** True for one and the same account row; MySQL compares user names exactly and host names without regard to case. */
export function sameAccount(one: Account, other: Account): boolean {
  return one.user === other.user && one.host.toLowerCase() === other.host.toLowerCase();
}

/**
 * Where a privilege applies, in SQL as `SHOW GRANTS` prints it: `*.*`, `` `db`.* ``, `` `db`.`table` ``,
 * `` PROCEDURE `db`.`name` ``, `` FUNCTION `db`.`name` ``; on MariaDB also `` PACKAGE `db`.`name` `` and `` PACKAGE BODY `db`.`name` ``.
 */
export type GrantScope = string;

/** One atom of what an account may do. `WITH GRANT OPTION` on static privileges is the atom `GRANT OPTION` of its scope. */
export type Grant =
  | { readonly kind: "privilege"; readonly privilege: string; readonly scope: GrantScope; readonly column?: string }
  | { readonly kind: "dynamic"; readonly privilege: string; readonly grantOption: boolean }
  | { readonly kind: "role"; readonly role: Account; readonly adminOption: boolean }
  | { readonly kind: "proxy"; readonly of: Account; readonly grantOption: boolean }
  /** A partial revoke: a global privilege that does not hold in one database. */
  | { readonly kind: "restriction"; readonly privilege: string; readonly scope: GrantScope };

/**
 * The clauses of `CREATE USER` that belong to an account beside its name, its credential and its grants, by keyword:
 * `REQUIRE` -> `SSL`, `PASSWORD HISTORY` -> `5`, `MAX_USER_CONNECTIONS` -> `10`. Absent means the server's default.
 */
export type AccountClauses = ReadonlyMap<ClauseName, string>;

/** What the server takes for a clause that is absent. https://dev.mysql.com/doc/refman/8.4/en/create-user.html */
export const CLAUSE_DEFAULTS = {
  REQUIRE: "NONE",
  MAX_QUERIES_PER_HOUR: "0",
  MAX_UPDATES_PER_HOUR: "0",
  MAX_CONNECTIONS_PER_HOUR: "0",
  MAX_USER_CONNECTIONS: "0",
  /** MariaDB only, in seconds. */
  MAX_STATEMENT_TIME: "0",
  "PASSWORD EXPIRE": "DEFAULT",
  "PASSWORD HISTORY": "DEFAULT",
  "PASSWORD REUSE INTERVAL": "DEFAULT",
  "PASSWORD REQUIRE CURRENT": "DEFAULT",
  FAILED_LOGIN_ATTEMPTS: "0",
  PASSWORD_LOCK_TIME: "0",
} as const;

/** A clause of `CREATE USER`, by its keyword. */
export type ClauseName = keyof typeof CLAUSE_DEFAULTS;

/** The JSON object in an account's `ATTRIBUTE`; a `COMMENT` is its key `comment`. */
export type AccountAttribute = Readonly<Record<string, unknown>>;

/** All of an account that a rotation compares and copies, without its credential. */
export interface AccountDefinition {
  readonly account: Account;
  /** The kind of server that it is on; a MySQL where nothing is said. */
  readonly server?: "mysql" | "mariadb";
  /** The authentication plugin, for instance `caching_sha2_password`. */
  readonly plugin: string;
  readonly locked: boolean;
  readonly clauses: AccountClauses;
  readonly attribute: AccountAttribute;
  readonly grants: readonly Grant[];
  readonly defaultRoles: readonly Account[];
}

/** What the server keeps of an account's credential. */
export interface AccountCredential extends Pick<AccountDefinition, "account" | "server" | "plugin" | "attribute"> {
  /**
   * Whether this is the account's first password, by the comparison that the server makes at a login, without one: so no login
   * fails for asking. Undefined where the server does not show what it compares with.
   */
  isPrimary(password: string): boolean | undefined;
  /** Whether there is a second password. Undefined where the account's description does not tell: on MySQL a list of accounts does. */
  readonly hasSecond?: boolean;
}

/** A password as the server keeps it. */
export interface StoredPassword {
  /** Whether it is this one, by the comparison that the server makes at a login. Undefined where its form is not known here. */
  is(password: string): boolean | undefined;
}

/**
 * One effect on the database. Each is one statement, or none when its list is empty. On MariaDB some take several, any of which may be
 * the last that gets through; the one with the password is the last.
 */
export type AccountChange =
  | { readonly kind: "create-database"; readonly database: string }
  /** Created locked, so that no login works until a `set-password` ends the work. Its password is not stored. */
  | {
      readonly kind: "create-account";
      readonly account: Account;
      /** Made by the function's own policy: what the server demands of the real one, it demands of this one. */
      readonly password: string;
      readonly plugin: string;
      readonly attribute: AccountAttribute;
    }
  | { readonly kind: "set-clauses"; readonly account: Account; readonly clauses: AccountClauses }
  /** A JSON merge patch: a key with null is removed, keys that are not named stay. */
  | { readonly kind: "merge-attribute"; readonly account: Account; readonly patch: AccountAttribute }
  /** Grants of one kind and one scope. */
  | { readonly kind: "grant"; readonly account: Account; readonly grants: readonly Grant[] }
  | {
      readonly kind: "revoke";
      readonly account: Account;
      readonly grants: readonly Grant[];
      /** A global privilege that the account does not have, to be named with dynamic ones: some admins may revoke these only so. */
      readonly companion?: string;
    }
  | { readonly kind: "set-default-roles"; readonly account: Account; readonly roles: readonly Account[] }
  /** Sets the password and unlocks, in one statement: the moment from which the account can be used. */
  | {
      readonly kind: "set-password";
      readonly account: Account;
      readonly password: string;
      /** True where the account is to be locked with it. */
      readonly locked?: boolean;
      /** What becomes of a second password: `kept` only where it is known that there is none. */
      readonly second: "kept" | "ended";
      readonly plugin?: string;
      /** A JSON merge patch, made in the same statement: it is there exactly when the password is. */
      readonly attribute?: AccountAttribute;
    }
  /** Changes the password of an account in use, and nothing else: no lock is lifted. */
  | {
      readonly kind: "change-password";
      readonly account: Account;
      readonly password: string;
      /**
       * What becomes of the account's second password:
       * - `replaced`: the password that this change replaces becomes the second one and keeps working (RETAIN CURRENT PASSWORD).
       * - `kept`: a second password that the account may have keeps working.
       * - `ended`: it is discarded first, so that the new password is the only one.
       */
      readonly second: "replaced" | "kept" | "ended";
      /**
       * The password that is to be replaced. Only for a session of the account itself: the server compares and changes in one,
       * and answers `password_not_primary` where it is not the account's first password, even where it is the second one.
       */
      readonly replacing?: string;
      /**
       * A password that keeps working beside the new one, as the account's second. Only for servers with `alternativePasswords`,
       * and not for a session of the account itself. Without it a second password ends there.
       */
      readonly retain?: string;
    }
  /** Ends the account's second password. `password` is its first one, or on MariaDB either: it stays. */
  | { readonly kind: "end-second-password"; readonly account: Account; readonly password: string }
  /** No login works until a `set-password` ends the work. */
  | { readonly kind: "lock-account"; readonly account: Account }
  /** Locks an account that is no longer in use, and gives it one password that is not stored. */
  | { readonly kind: "retire-account"; readonly account: Account; readonly password: string }
  /** In one moment, with its passwords, rights and attribute. Refused where the other name is an account already. */
  | { readonly kind: "rename-account"; readonly account: Account; readonly to: Account }
  | { readonly kind: "drop-account"; readonly account: Account };
