import type { RotationError } from "../errors";
import type {
  Account,
  AccountChange,
  AccountCredential,
  AccountDefinition,
  GrantScope,
  ListedAccount,
  StoredPassword,
} from "./account";
import type { DatabaseObjects } from "./database-objects";
import type { Replication } from "./replication";
import type { ServerFeatures } from "./server";

/** What a login needs. `database` is left out where the account must work before its database exists. */
export interface LoginRequest {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly database?: string;
  /** `verified`: TLS with the certificate's chain and name checked. Nothing in between exists. */
  readonly transport: "verified" | "plaintext";
  /** What the secret says that the server is; for the words of an error. A MySQL where nothing is said. */
  readonly engine?: "mysql" | "mariadb";
  /** For a login as the admin: whose value the credential is. The error then names the secret instead of the user. */
  readonly adminSecretId?: string;
}

/**
 * The three answers to "does this credential work?". `unknown` means that it could not be determined (network, TLS, too many
 * connections): it must never be taken for a wrong password.
 */
export type LoginAnswer =
  | { readonly kind: "accepted"; readonly session: DatabaseSession }
  | { readonly kind: "rejected"; readonly error: RotationError }
  | { readonly kind: "unknown"; readonly error: RotationError };

/** Who one is after a login: the account row that matched (`CURRENT_USER()`), which need not be the name that was sent. */
export interface Identity {
  readonly account: Account;
  readonly database: string | undefined;
  readonly server: ServerFeatures;
}

/** A logged-in connection. Every method throws a `RotationError` and nothing else. */
export interface DatabaseSession {
  readonly identity: Identity;
  /** What this session can tell of one server following another. */
  readonly replication: Replication;
  /** What this session can tell of the objects in the server's databases. */
  readonly objects: DatabaseObjects;
  /** The account as the server has it, or undefined when there is none. */
  readAccount(account: Account): Promise<AccountDefinition | undefined>;
  /** The account's credential alone, for the admin's session, or undefined when there is no such account. */
  readCredential(account: Account): Promise<AccountCredential | undefined>;
  /** The second password of an account, for the admin's session, or undefined where it has none. */
  readSecondPassword(account: Account): Promise<StoredPassword | undefined>;
  /** All accounts with one of these user names. */
  accountsNamed(users: readonly string[]): Promise<readonly ListedAccount[]>;
  /** The host parts of all accounts with this user name. */
  hostsOf(user: string): Promise<readonly string[]>;
  /** A whole database as the scope of a grant, written so that it means this database and no other. */
  databaseScope(database: string): Promise<GrantScope>;
  /** Carries out one change. `effect` of its error says whether the server may have done it nevertheless. */
  apply(change: AccountChange): Promise<void>;
  /**
   * Holds the named lock until the session ends, so that two invocations do not work on one account at once.
   * Throws `rotation_in_progress` when another session keeps it for longer than `timeoutMs`.
   */
  lock(name: string, timeoutMs: number): Promise<void>;
  /** Ends the session; never throws, never takes longer than a bound, and may be called twice. */
  close(): Promise<void>;
}

/** The way into a database server. */
export interface Database {
  /** One attempt, bounded in time. Never throws: what went wrong is in the answer. */
  login(request: LoginRequest): Promise<LoginAnswer>;
}
