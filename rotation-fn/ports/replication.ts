/** A place in the binary log of one server. */
export interface LogPosition {
  readonly file: string;
  readonly offset: number;
}

/** What a server says of itself to everybody. */
export interface ServerSelf {
  /** `@@server_uuid`: no two servers of one replication have the same. */
  readonly uuid: string;
  /** True on a read replica. */
  readonly readOnly: boolean;
}

/**
 * What a session can find out about one server following another. Each method throws a `RotationError`.
 * https://dev.mysql.com/doc/refman/8.4/en/replication-administration-status.html
 */
export interface Replication {
  /** Needs no privilege. */
  self(): Promise<ServerSelf>;
  /** Of the server that this session is on: the ids of those that follow it directly. Needs REPLICATION SLAVE. */
  replicas(): Promise<readonly string[]>;
  /**
   * The end of this server's binary log: whatever it has committed stands before it. Needs REPLICATION CLIENT. Throws
   * `unsupported_server` where a replica could not wait for it.
   */
  position(): Promise<LogPosition>;
  /**
   * Waits until this server, a replica, has applied everything up to a position of its source; no longer than `maxMs` and than the
   * invocation has left. Needs no privilege. `stopped` when it applies nothing, and so waiting is useless.
   */
  waitFor(position: LogPosition, maxMs: number): Promise<"applied" | "behind" | "stopped">;
}
