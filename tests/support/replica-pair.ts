import { setTimeout as delay } from "node:timers/promises";
import { type OwnMysql, startOwnMysql } from "./own-mysql";
import type { AppValue } from "./rotation-world";

/** Two servers of one test file, of which the one follows the other over verified TLS. They are there in a second or two. */
export interface ReplicaPair {
  readonly writer: OwnMysql;
  readonly reader: OwnMysql;
  /** What a secret's value says that has the reader as its host. */
  readonly value: Partial<AppValue>;
  /** The authorities of both, for whoever is to trust them. PEM. */
  readonly caPem: string;
  /** Waits until the reader has everything that the writer has. */
  caughtUp(): Promise<void>;
  /** Lets the reader apply what it gets so many seconds later. */
  delayed(seconds: number): Promise<void>;
  end(): Promise<void>;
}

/** A server that can take part in a replication. All are called `localhost`, and answer to 127.0.0.1 as well. */
export const startReplicable = (serverId: number): Promise<OwnMysql> =>
  startOwnMysql({ serverOptions: [`--server-id=${serverId}`, "--log-bin=binlog", "--relay-log=relay"] });

export async function startReplicaPair(): Promise<ReplicaPair> {
  const [writer, reader] = await Promise.all([startReplicable(1), startReplicable(2)]);
  // Each has an admin of its own making, so an admin's login at the reader would be refused: nothing of the sort is sent there.
  const end = await endOfLog(writer);
  await writer.run(
    "CREATE USER 'follower'@'%' IDENTIFIED BY 'of-the-Follower-1' REQUIRE SSL",
    "GRANT REPLICATION SLAVE ON *.* TO 'follower'@'%'",
  );
  await reader.run(
    `CHANGE REPLICATION SOURCE TO SOURCE_HOST = 'localhost', SOURCE_PORT = ${writer.port}, SOURCE_USER = 'follower',
     SOURCE_PASSWORD = 'of-the-Follower-1', SOURCE_SSL = 1, SOURCE_SSL_CA = '${writer.caFile}', SOURCE_SSL_VERIFY_SERVER_CERT = 1,
     SOURCE_LOG_FILE = '${end.file}', SOURCE_LOG_POS = ${end.offset}`,
    // A replica tells only so often how far it has got: every 300 ms by itself, which each of the tests would wait for.
    "SET GLOBAL replica_checkpoint_period = 20",
    "START REPLICA",
    "SET GLOBAL super_read_only = ON",
  );
  const pair: ReplicaPair = {
    writer,
    reader,
    value: { host: "localhost", port: reader.port, writerHost: "127.0.0.1", writerPort: writer.port },
    caPem: `${writer.caPem}${reader.caPem}`,
    async caughtUp() {
      const { file, offset } = await endOfLog(writer);
      const [row] = await reader.run(`SELECT SOURCE_POS_WAIT('${file}', ${offset}, 10) AS events`);
      if (row?.events === null || row?.events === -1) throw new Error(`the reader does not catch up: ${row.events}`);
    },
    delayed: async (seconds) =>
      void (await reader.run(
        "STOP REPLICA SQL_THREAD",
        `CHANGE REPLICATION SOURCE TO SOURCE_DELAY = ${seconds}`,
        "START REPLICA SQL_THREAD",
      )),
    end: async () => void (await Promise.all([reader.end(), writer.end()])),
  };
  await connected(writer);
  await pair.caughtUp();
  return pair;
}

/** Of a server of ours, whatever its version calls the statement. */
async function endOfLog(server: OwnMysql): Promise<{ file: string; offset: number }> {
  const rows = await server.run("SHOW BINARY LOG STATUS").catch(() => server.run("SHOW MASTER STATUS"));
  return { file: String(rows[0]?.File), offset: Number(rows[0]?.Position) };
}

async function connected(writer: OwnMysql): Promise<void> {
  const giveUpAt = Date.now() + 10_000;
  while ((await writer.run("SHOW REPLICAS")).length === 0) {
    if (Date.now() > giveUpAt) throw new Error("the reader has not connected to the writer within 10 s");
    await delay(20);
  }
}
