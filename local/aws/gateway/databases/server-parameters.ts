import { escape as quoted } from "mysql2/promise";
import { connect, queryText, serverAnswer } from "../../../mysql/connection";
import type { RunningMysql } from "../../../mysql/running-mysql";

/** A parameter that a parameter group sets. */
export interface ServerParameter {
  readonly name: string;
  /** Undefined: what the server has by itself. */
  readonly value: string | undefined;
}

const NAME = /^[a-z][a-z0-9_]*$/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * Sets what a parameter group sets on the running server, as RDS does for parameters that need no restart. What the server refuses (it
 * needs a restart, or this version does not know it) is reported and left unchanged.
 *
 * @returns the names that were set
 */
export async function setParameters(
  mysql: RunningMysql,
  parameters: readonly ServerParameter[],
  onLog: (line: string) => void,
): Promise<readonly string[]> {
  const connection = await connect(mysql, mysql.root);
  const done: string[] = [];
  try {
    for (const { name, value } of parameters) {
      if (!NAME.test(name)) continue;
      try {
        await connection.query(`SET GLOBAL ${name} = ${value === undefined ? "DEFAULT" : literal(value)}`);
        done.push(name);
      } catch (error) {
        onLog(
          `rds: MySQL ${await queryText(connection, "SELECT VERSION()")} did not take ${name}: ${serverAnswer(error)}`,
        );
      }
    }
  } finally {
    connection.destroy();
  }
  return done;
}

const literal = (value: string): string => (NUMBER.test(value) ? value : quoted(value));
