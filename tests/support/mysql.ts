import { randomBytes } from "node:crypto";
import type { Connection } from "mysql2/promise";
import { connect, type Login } from "../../local/mysql/connection";
import type { RunningMysql } from "../../local/mysql/start";
import { skippedBecause } from "./skipped-because";

/** The MySQL of this test run, as `startMysql` gave it, without the means to stop it. */
export type TestMysql = Omit<RunningMysql, "stop">;

export const TEST_MYSQL_VARIABLE = "TEST_MYSQL";
export const TEST_MARIADB_VARIABLE = "TEST_MARIADB";

/** The MySQL that all test files share: each makes databases and users of its own, with `uniqueName`. */
export function testMysql(): TestMysql {
  const shared = process.env[TEST_MYSQL_VARIABLE];
  if (shared === undefined) {
    throw new Error(
      `${TEST_MYSQL_VARIABLE} is not set; what to do: run the tests with jest, whose globalSetup sets it`,
    );
  }
  return JSON.parse(shared) as TestMysql;
}

/** Whether the server of this file is a MariaDB. */
export const onMariadb = (): boolean => testMysql().engine === "mariadb";

/** For what only one of the servers has; the title says what. */
export const itOnMysql = (): jest.It => skippedBecause(onMariadb() ? "MariaDB has nothing like it" : undefined, it);
export const itOnMariadb = (): jest.It => skippedBecause(onMariadb() ? undefined : "MySQL has nothing like it", it);

/** A connection that may do everything; the caller ends it. */
export const rootConnection = (): Promise<Connection> => connect(testMysql(), testMysql().root);

/** A connection that may do what the RDS master user may; the caller ends it. */
export const adminConnection = (): Promise<Connection> => connect(testMysql(), testMysql().admin);

/** A connection as any user, over verified TLS; rejects with the driver's error when the login is refused. */
export const connectAs = (login: Login): Promise<Connection> => connect(testMysql(), login);

/** A name that no other test file or run uses: `app_3f9c2a`. At most 16 characters, so that `_clone` fits too. */
export const uniqueName = (prefix: string): string => `${prefix.slice(0, 9)}_${randomBytes(3).toString("hex")}`;
