import { readdirSync, readFileSync } from "node:fs";
import type { Connection } from "mysql2/promise";
import { connect } from "../../local/mysql/connection";
import { GIVEN, type RunningMysql, type StartMysqlOptions } from "../../local/mysql/start";
import { forThisEngine } from "./engine-sql";
import { testMysql } from "./mysql";
import { skippedBecause } from "./skipped-because";
import { startServerOf } from "./start-server";

/** For tests that change a whole server, which no other test may feel. */
export const describeOwnServer = skippedBecause(
  process.env[GIVEN[testMysql().engine].url]
    ? "the run uses a given server, which is not ours to change, and none of our own may be installed"
    : undefined,
  describe,
);

/** A server that one test file has for itself. */
export interface OwnMysql extends RunningMysql {
  /** An open connection of root, so that it is there when no further one is let in. */
  readonly rootConnection: Connection;
  /** Stops the server's process as it is, so that it holds its connections and answers nothing; and lets it go on. */
  freeze(): void;
  thaw(): void;
  /** Statements of root, and the rows of the last one. */
  run(...statements: string[]): Promise<Record<string, unknown>[]>;
  end(): Promise<void>;
}

export async function startOwnMysql(options: StartMysqlOptions = {}): Promise<OwnMysql> {
  const mysql = await startServerOf(testMysql().engine, options);
  const root = await connect(mysql, mysql.root);
  const { pid } = mysql;
  if (pid === undefined) throw new Error("a server that was given has no process here: see describeOwnServer");
  return {
    ...mysql,
    rootConnection: root,
    freeze() {
      process.kill(pid, "SIGSTOP");
      // Its threads go on until the signal has reached them, and on a busy machine that is long enough for an answer.
      while (isRunning(pid)) {}
    },
    thaw: () => void process.kill(pid, "SIGCONT"),
    async run(...statements) {
      let last: unknown = [];
      for (const statement of statements.flatMap(forThisEngine)) [last] = await root.query(statement);
      return last as Record<string, unknown>[];
    },
    async end() {
      process.kill(pid, "SIGCONT");
      root.destroy();
      await mysql.stop();
    },
  };
}

/** Whether any thread of a process is still not stopped; where the system does not say, none is. */
function isRunning(pid: number): boolean {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.some((id) => !/^[tTZX]$/.test(stateOf(`/proc/${pid}/task/${id}/stat`)));
  } catch {
    return false;
  }
}

/** The letter after the name in parentheses: proc_pid_stat(5). */
const stateOf = (file: string): string => /\) (\w) /.exec(readFileSync(file, "utf8"))?.[1] ?? "T";
