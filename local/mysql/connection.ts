import { type Connection, createConnection, type RowDataPacket } from "mysql2/promise";
import { LocalError } from "../terminal/error";

/** Where a MySQL listens and how its certificate is checked. */
export interface MysqlAddress {
  readonly host: string;
  readonly port: number;
  readonly caPem: string;
}

export interface Login {
  readonly username: string;
  readonly password: string;
}

const CONNECT_TIMEOUT_MS = 10_000;

/** One connection, over TLS, with certificate and host name verified. */
export function connect(address: MysqlAddress, login: Login): Promise<Connection> {
  return createConnection({
    host: address.host,
    port: address.port,
    user: login.username,
    password: login.password,
    ssl: { ca: address.caPem, verifyIdentity: true, rejectUnauthorized: true },
    connectTimeout: CONNECT_TIMEOUT_MS,
  });
}

/**
 * Runs statements one after the other. A failure keeps the server's answer and drops the statement, which the driver
 * puts into its error and which may hold a password.
 */
export async function runStatements(connection: Connection, statements: readonly string[]): Promise<void> {
  for (const statement of statements) {
    try {
      await connection.query(statement);
    } catch (error) {
      const kind = /^\w+( \w+)?/.exec(statement)?.[0] ?? "a statement";
      throw new LocalError("mysql_setup_failed", `MySQL refused ${kind}: ${serverAnswer(error)}`);
    }
  }
}

/** What the server or the network answered, without the statement. */
export function serverAnswer(error: unknown): string {
  if (typeof error !== "object" || error === null) return String(error);
  const { code, sqlMessage, message } = error as { code?: unknown; sqlMessage?: unknown; message?: unknown };
  return [code, sqlMessage ?? message].filter((part) => typeof part === "string" && part !== "").join(": ");
}

/** The one value that a query gives, as text. */
export async function queryText(connection: Connection, sql: string): Promise<string> {
  const [rows] = await connection.query<RowDataPacket[]>(sql);
  return String(Object.values(rows[0] ?? {})[0] ?? "");
}
