import { connect, type Socket } from "node:net";
import type { Connection, ResultSetHeader, RowDataPacket } from "mysql2/promise";
import { OpsError } from "../error";
import type { Route } from "../route/route";
import type { DatabaseLogin } from "./login";

const CONNECT_TIMEOUT_MS = 10_000;

/** What a statement gave: rows, or how many it changed. */
export type StatementResult =
  | { readonly columns: readonly string[]; readonly rows: readonly (readonly unknown[])[] }
  | { readonly affectedRows: number };

export interface StatementOptions {
  /** Makes the server refuse every statement that changes data, definitions or users. */
  readonly isReadOnly: boolean;
  readonly signal: AbortSignal;
}

/**
 * Runs one statement as a user, over TLS with certificate and host name verified: the certificate must name the login's host also where the route
 * is a tunnel. Throws `statement_refused` with the server's answer, and the signal's reason.
 */
export async function runStatement(
  route: Pick<Route, "host" | "port" | "caPem">,
  login: DatabaseLogin,
  statement: string,
  { isReadOnly, signal }: StatementOptions,
): Promise<StatementResult> {
  signal.throwIfAborted();
  let connection: Connection | undefined;
  let socket: Socket | undefined;
  let stop = (): void => undefined;
  // The driver answers nothing to a query whose connection ends.
  const interruption = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  const run = async (): Promise<StatementResult> => {
    connection = await logIn(login, route.caPem, () => {
      signal.throwIfAborted();
      socket = connect({ host: route.host, port: route.port });
      return socket;
    });
    signal.throwIfAborted();
    if (login.dbname !== "") await connection.query(`USE \`${login.dbname.replaceAll("`", "``")}\``);
    if (isReadOnly) await connection.query("SET SESSION TRANSACTION READ ONLY");
    signal.throwIfAborted();
    const [result, columns] = await connection.query<RowDataPacket[][] | ResultSetHeader>({
      sql: statement,
      rowsAsArray: true,
    });
    if (!Array.isArray(result)) return { affectedRows: result.affectedRows };
    return { columns: columns.map(({ name }) => name), rows: result };
  };
  try {
    return await Promise.race([run(), interruption]);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw new OpsError(
      "statement_refused",
      {
        problem: `the server refused, for ${login.username} at ${login.host}:${login.port}`,
        found: serverAnswer(error),
        remedy: "correct the statement, or see npm run ops -- status <environment>",
      },
      { cause: withoutStatement(error) },
    );
  } finally {
    signal.removeEventListener("abort", stop);
    connection?.destroy();
    // The driver's own `destroy` only half-closes: a server that works on a statement would keep the process.
    socket?.destroy();
  }
}

async function logIn(login: DatabaseLogin, caPem: string, stream: () => Socket): Promise<Connection> {
  const { createConnection } = await import("mysql2/promise");
  return createConnection({
    // The name that the certificate must bear; the bytes go through the route.
    host: login.host,
    port: login.port,
    user: login.username,
    password: login.password,
    ssl: { ca: caPem, verifyIdentity: true, rejectUnauthorized: true },
    connectTimeout: CONNECT_TIMEOUT_MS,
    stream,
  });
}

/** The server's or the network's own words; the driver's error also holds the statement, which may hold a password. */
function serverAnswer(error: unknown): string {
  const { code, sqlMessage, message } = error as { code?: unknown; sqlMessage?: unknown; message?: unknown };
  const parts = [code, sqlMessage ?? message].filter((part) => typeof part === "string" && part !== "");
  return parts.length === 0 ? String(error) : parts.join(": ");
}

function withoutStatement(error: unknown): unknown {
  if (error instanceof Error && "sql" in error) delete error.sql;
  return error;
}
