import type { LocalEngine } from "../../local/mysql/program";
import { debianMariadb } from "../../local/mysql/sources/debian-mariadb";
import { type RunningMysql, type StartMysqlOptions, startMysql, startMysqlFrom } from "../../local/mysql/start";

/** Which of Debian's MariaDBs the tests run on: `bookworm` (10.11) or `sid` (11.8). Without it the first one that is found. */
const SUITE_VARIABLE = "TEST_MARIADB_SUITE";

/** A server of an engine, as `startMysql` finds it, or the MariaDB that was asked for. */
export function startServerOf(engine: LocalEngine, options: StartMysqlOptions = {}): Promise<RunningMysql> {
  const suite = process.env[SUITE_VARIABLE];
  if (engine === "mysql" || suite === undefined) return startMysql({ ...options, engine });
  if (suite !== "bookworm" && suite !== "sid") {
    throw new Error(`${SUITE_VARIABLE} is "${suite}"; allowed: "bookworm", "sid"; what to do: correct it or unset it`);
  }
  return startMysqlFrom([debianMariadb(suite)], { ...options, engine });
}
