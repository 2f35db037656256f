import type { Socket } from "node:net";
import type { Tag } from "@aws-sdk/client-secrets-manager";
import type { Connection, RowDataPacket } from "mysql2/promise";
import { connect } from "../../local/mysql/connection";
import { comparableAccount, comparableGrants, showAccount } from "./account-text";
import { forThisEngine } from "./engine-sql";
import { type TestMysql, testMysql } from "./mysql";
import { type AppSecret, type AppValue, type RotationWorld, uniqueNames } from "./rotation-world";

/** A user that somebody made by hand and the secret that describes it. Nothing was provisioned, nothing carries a mark. */
export interface ManualUser {
  readonly secret: AppSecret;
  readonly username: string;
  readonly clone: string;
  readonly dbname: string;
  /** Runs statements as root, and gives the rows of each as text. */
  sql(...statements: string[]): Promise<string[][]>;
  /** SHOW GRANTS, sorted, with the account taken out: to compare two accounts. */
  grants(user: string, host?: string): Promise<string[]>;
  /** SHOW CREATE USER without the account, its hash, and what the function notes of it: to compare two accounts. */
  definition(user: string, host?: string): Promise<string>;
  /** Runs a query the way the application does. Rejects with the driver's error. */
  query(value: AppValue, sql: string): Promise<string[]>;
}

export interface Names {
  readonly username: string;
  readonly dbname: string;
  /** `` `app_1`@`%` ``, for statements. */
  readonly account: string;
}

export interface ManualUserOptions {
  /** What is to be done as root once the database and the user are there. */
  readonly statements?: (names: Names) => readonly string[];
  readonly host?: string;
  readonly clauses?: string;
  readonly username?: string;
  readonly mysql?: TestMysql;
  readonly value?: Partial<AppValue>;
  readonly tags?: Tag[];
}

export const MADE_BY_HAND = "made-by-Hand-1";

const ROOTS = new Map<number, Promise<Connection>>();

/** One connection for each server and test file; it does not keep the file from ending. */
function asRootOf(mysql: TestMysql): Promise<Connection> {
  const open = async (): Promise<Connection> => {
    const connection = await connect(mysql, mysql.root);
    (connection as unknown as { connection: { stream: Socket } }).connection.stream.unref();
    return connection;
  };
  const known = ROOTS.get(mysql.port) ?? open();
  ROOTS.set(mysql.port, known);
  return known;
}

export async function manualUser(world: RotationWorld, options: ManualUserOptions = {}): Promise<ManualUser> {
  const { statements, host = "%", clauses = "", mysql = testMysql(), value = {}, tags } = options;
  const names = { ...uniqueNames(), ...(options.username === undefined ? {} : { username: options.username }) };
  const { username, dbname } = names;
  const account = `\`${username}\`@\`${host}\``;
  const sql: ManualUser["sql"] = async (...lines) => {
    const connection = await asRootOf(mysql);
    const results: string[][] = [];
    for (const line of lines) {
      let rows: RowDataPacket[] = [];
      for (const statement of forThisEngine(line)) [rows] = await connection.query<RowDataPacket[]>(statement);
      results.push(Array.isArray(rows) ? rows.map((row) => String(Object.values(row)[0])) : []);
    }
    return results;
  };
  await sql(
    `CREATE DATABASE \`${dbname}\``,
    `CREATE USER ${account} IDENTIFIED BY '${MADE_BY_HAND}' ${clauses}`,
    `GRANT SELECT ON \`${dbname}\`.* TO ${account}`,
    ...(statements?.({ username, dbname, account }) ?? []),
  );
  const first: AppValue = {
    engine: mysql.engine,
    host: mysql.host,
    port: mysql.port,
    username,
    password: MADE_BY_HAND,
    dbname,
    masterarn: world.adminArn,
    ...value,
  };
  const secret = await world.secretWith(JSON.stringify(first), tags);
  return {
    secret,
    username,
    clone: `${username}_clone`,
    dbname,
    sql,
    async grants(user, at = host) {
      const [rows = []] = await sql(`SHOW GRANTS FOR \`${user}\`@\`${at}\``);
      return comparableGrants(rows, user, at);
    },
    async definition(user, at = host) {
      const [, row = []] = await sql(...showAccount(user, at));
      return comparableAccount(row.join(), user, at).replace(
        /,? ?"rotated_(?:for_secret|with_rights|in)": "[\w/-]+"/g,
        "",
      );
    },
    async query(login, text) {
      const { username: user, password, dbname: database } = login;
      const connection = await connect(mysql, { username: user, password });
      try {
        await connection.query(`USE \`${database}\``);
        const [rows] = await connection.query<RowDataPacket[]>(text);
        return Array.isArray(rows) ? rows.map((row) => String(Object.values(row)[0])) : [];
      } finally {
        await connection.end();
      }
    },
  };
}
