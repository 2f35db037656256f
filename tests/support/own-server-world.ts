import type { StartMysqlOptions } from "../../local/mysql/start";
import { type OwnMysql, startOwnMysql } from "./own-mysql";
import { type RotationWorld, rotationWorld } from "./rotation-world";

/** A rotation world on a server of its own. */
export interface OwnServerWorld {
  readonly mysql: OwnMysql;
  readonly world: RotationWorld;
  close(): Promise<void>;
}

export async function startOwnServerWorld(options: StartMysqlOptions = {}): Promise<OwnServerWorld> {
  const mysql = await startOwnMysql(options);
  const world = await rotationWorld({}, { mysql });
  return {
    mysql,
    world,
    async close() {
      await world.close();
      await mysql.end();
    },
  };
}
