import type { Account, AccountChange, AccountCredential, AccountDefinition } from "../ports/account";
import type { ServerFeatures } from "../ports/server";

/** The rows in which a server describes an account. */
export interface AccountRows {
  readonly account: Account;
  /** Of SHOW CREATE USER. */
  readonly createUser: string;
  /** Of SHOW GRANTS. */
  readonly grants: readonly string[];
}

/** How a kind of server is spoken to. The connection itself is the session's. */
export interface Dialect {
  /**
   * Makes the session's SQL certain: how names and strings are quoted, in both directions, how hashes are shown, and for how long a
   * statement waits for a lock.
   */
  readonly prepare: (server: ServerFeatures, lockWaitSeconds: number) => string;
  /** Makes rights that come through a role count, where the server can be asked for all of them. */
  readonly activateRoles: string | undefined;
  /** Goes behind a WHERE on `mysql.user`, for accounts and not for roles. */
  readonly accountsOnly: string;
  /** Lists accounts: user, host, 1 for a second password, 1 for a locked one, plugin. A condition on `User` goes behind it. */
  readonly accountList: string;
  /** Reads the hash of the second password of an account, which is given by user and host. */
  readonly secondPassword: string;
  /** Whether a credential's rows have to hold the grants. */
  readonly marksInGrants: boolean;
  readonly definition: (rows: AccountRows, server: ServerFeatures) => AccountDefinition;
  readonly credential: (rows: AccountRows, server: ServerFeatures) => AccountCredential;
  /** A change as statements. `read` gives the account's rows, for changes whose statements depend on the account's current state. */
  readonly statements: (
    change: AccountChange,
    isOwn: boolean,
    server: ServerFeatures,
    read: (account: Account) => Promise<AccountRows | undefined>,
  ) => Promise<readonly string[]>;
}
