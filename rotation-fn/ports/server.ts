/** What kind of server a session is on, and what it can do. Decided in one place, from its version string. */
export interface ServerFeatures {
  readonly flavour: "mysql" | "mariadb";
  /** As `VERSION()` gives it. */
  readonly version: string;
  /** Whether this function knows the server's accounts and grants. */
  readonly supported: boolean;
  /** `RETAIN CURRENT PASSWORD`: the old and the new password both work for a while, also where the account changes itself. */
  readonly dualPasswords: boolean;
  /**
   * An account may have two ways to log in, each a password of its own (`IDENTIFIED VIA … OR …`). Both are named in full, so that
   * only a user that knows the old one and may alter accounts can do it: not the account itself.
   */
  readonly alternativePasswords: boolean;
  /** Accounts carry a JSON object (`ATTRIBUTE`), which can hold our mark. Without it the mark is a grant. */
  readonly accountAttributes: boolean;
  /** SHOW CREATE ROUTINE is a privilege of its own, and a part of ALL PRIVILEGES. */
  readonly showCreateRoutine: boolean;
  /** What an app user is made with. */
  readonly passwordPlugin: "caching_sha2_password" | "mysql_native_password";
  /**
   * The statement that tells the end of the binary log, where a replica can be waited for by it (`SOURCE_POS_WAIT`, MySQL 8.0.26 and
   * later); undefined elsewhere.
   */
  readonly binaryLogStatus: string | undefined;
  /** The longest user name, in characters. */
  readonly usernameLimit: number;
}
