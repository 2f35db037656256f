import { RotationError } from "../errors";
import type { Deadline } from "../ports/clock";
import type { LogPosition, Replication, ServerSelf } from "../ports/replication";
import type { ServerFeatures } from "../ports/server";
import type { Cells } from "./mysql-driver";

/** Below the time that a statement may take: a longer wait is several statements. */
const MAX_WAIT_MS = 5_000;
/** Left of the invocation's time for ending the sessions and saying what was found. */
const RESERVE_MS = 3_000;

/** How the session runs a statement that reads: prepared, counted, bounded, its errors translated. */
type Query = (sql: string, what: string, values?: readonly (string | number)[]) => Promise<readonly Cells[]>;

export class MysqlReplication implements Replication {
  constructor(
    private readonly query: Query,
    private readonly activateRoles: () => Promise<void>,
    private readonly server: ServerFeatures,
    private readonly deadline: Deadline,
  ) {}

  async self(): Promise<ServerSelf> {
    // MariaDB's servers have no id of their own by which a writer could name them, so a reader of it is refused.
    const isMariadb = this.server.flavour === "mariadb";
    const sql = `SELECT ${isMariadb ? "''" : "@@GLOBAL.server_uuid"}, @@GLOBAL.read_only`;
    const [row] = await this.query(sql, "asking the server which one it is");
    const readOnly = row?.[1] === "1";
    if (isMariadb && readOnly) throw this.noReader();
    return { uuid: row?.[0] ?? "", readOnly };
  }

  async replicas(): Promise<readonly string[]> {
    await this.activateRoles();
    // The last column is the replica's id, whatever the columns before it are called in this version.
    const rows = await this.query("SHOW REPLICAS", "asking the server who follows it");
    return rows.map((row) => row.at(-1) ?? "");
  }

  async position(): Promise<LogPosition> {
    const { binaryLogStatus } = this.server;
    if (binaryLogStatus === undefined) throw this.noReader();
    await this.activateRoles();
    const [row] = await this.query(binaryLogStatus, "asking the server for the end of its binary log");
    const [file, offset] = row ?? [];
    if (file && offset) return { file, offset: Number(offset) };
    throw new RotationError("unsupported_server", {
      problem: "the writer keeps no binary log, so nothing can follow it",
      remedy: 'turn backups on, which the binary log of RDS comes with, or let "host" of the secret be the writer',
    });
  }

  private noReader(): RotationError {
    return new RotationError("unsupported_server", {
      problem: "a replica of this server cannot wait for it, so a secret cannot name a reader",
      found: this.server.version.slice(0, 60),
      allowed: "MySQL 8.0.26 and later",
      remedy: 'upgrade the server, or let "host" of the secret be the writer',
    });
  }

  async waitFor({ file, offset }: LogPosition, maxMs: number): Promise<"applied" | "behind" | "stopped"> {
    const endAt = performance.now() + maxMs;
    for (;;) {
      const leftMs = Math.min(endAt - performance.now(), this.deadline.remainingMs() - RESERVE_MS, MAX_WAIT_MS);
      if (leftMs <= 0) return "behind";
      const values = [file, offset, leftMs / 1_000];
      // Null: no applier runs here. -1: the time is over. Else the number of events that it was waited for.
      const [row] = await this.query("SELECT SOURCE_POS_WAIT(?, ?, ?)", "waiting for the replication", values);
      const answer = row?.[0];
      if (answer === null || answer === undefined) return "stopped";
      if (answer !== "-1") return "applied";
    }
  }
}
