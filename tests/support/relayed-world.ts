import { type MysqlRelay, startMysqlRelay, type Verdict } from "./mysql-relay";
import { type OwnMysql, startOwnMysql } from "./own-mysql";
import { type RotationWorld, rotationWorld } from "./rotation-world";

/** A rotation world whose function reaches a server of its own through a relay, which sees every statement. */
export interface RelayedWorld {
  readonly mysql: OwnMysql;
  readonly relay: MysqlRelay;
  readonly world: RotationWorld;
  close(): Promise<void>;
}

/** @param onStatement says what becomes of a statement on its way to the server */
export async function startRelayedWorld(
  onStatement: (sql: string) => Verdict | Promise<Verdict>,
): Promise<RelayedWorld> {
  const mysql = await startOwnMysql();
  const relay = await startMysqlRelay(mysql.port, { onStatement });
  const world = await rotationWorld({}, { mysql, trusted: () => relay.caPem, address: { port: relay.port } });
  return {
    mysql,
    relay,
    world,
    async close() {
      await world.close();
      await relay.close();
      await mysql.end();
    },
  };
}
