import { connect } from "../mysql/connection";
import type { RunningMysql } from "../mysql/start";

/** What the server has counted since {@link watchServer} was called. */
export interface ServerCounts {
  readonly connections: number;
  readonly abortedConnects: number;
}

/** Reads the server's own counters of connections. */
export interface ServerWatch {
  counts(): Promise<ServerCounts>;
  end(): void;
}

/** Starts to watch, over one connection that stays open, so that watching is not counted itself. */
export async function watchServer(mysql: RunningMysql): Promise<ServerWatch> {
  const connection = await connect(mysql, mysql.root);
  const read = async (): Promise<ServerCounts> => {
    const [rows] = await connection.query(
      "SHOW GLOBAL STATUS WHERE Variable_name IN ('Connections', 'Aborted_connects')",
    );
    const values = new Map(
      (rows as { Variable_name: string; Value: string }[]).map((row) => [row.Variable_name, Number(row.Value)]),
    );
    return { connections: values.get("Connections") ?? 0, abortedConnects: values.get("Aborted_connects") ?? 0 };
  };
  const before = await read();
  return {
    counts: async () => {
      const after = await read();
      return {
        connections: after.connections - before.connections,
        abortedConnects: after.abortedConnects - before.abortedConnects,
      };
    },
    end: () => connection.destroy(),
  };
}
