/** What kind of server a session is on, and what it can do. Decided in one place, from its version string. */
export interface ServerFeatures {
  readonly flavour: "mysql" | "mariadb";
  /** As `VERSION()` gives it. */
  readonly version: string;
  /** `RETAIN CURRENT PASSWORD`: the old and the new password both work for a while. */
  readonly dualPasswords: boolean;
  /** Accounts carry a JSON object (`ATTRIBUTE`), which can hold our mark. */
  readonly accountAttributes: boolean;
  /**
   * The statement that tells the end of the binary log, where a replica can be waited for by it (`SOURCE_POS_WAIT`, MySQL 8.0.26 and
   * later); undefined elsewhere.
   */
  readonly binaryLogStatus: string | undefined;
  /** The longest user name, in characters. */
  readonly usernameLimit: number;
}
