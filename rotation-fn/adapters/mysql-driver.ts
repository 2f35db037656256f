import { connect as connectSocket, type Socket } from "node:net";
import { type Connection, type ConnectionOptions, createConnection, type RowDataPacket } from "mysql2/promise";
import type { LoginRequest } from "../ports/database";
import { loginLabel, verifiedTls } from "./verified-tls";

/** A row as the server sends it: every value as text. */
export type Cells = readonly (string | null)[];

const GOODBYE_TIMEOUT_MS = 1_000;
/**
 * After the driver's own time-out. Of some ten thousand sessions with a server of wrong answers, six got none within 15 s, and were not seen again
 * with this bound. Where they were lost is not known; mysql2 3.24 stops its timer also where a handshake ends that it tells nobody of (the
 * `end` of ClientHandshake in lib/base/connection.js).
 */
const DRIVER_GRACE_MS = 250;

/**
 * A connection of the driver, with a socket of ours: the driver's own `destroy` only half-closes, so that a server which does
 * not answer would keep the socket, and with it the process, for as long as it likes.
 */
export class DriverConnection {
  /** True once a statement got no answer: the connection is good for nothing any more. */
  private silent = false;
  /** Done once the server has ended the session, or the socket is closed for another reason. */
  private readonly gone: Promise<void>;

  private constructor(
    private readonly connection: Connection,
    private readonly socket: Socket,
  ) {
    this.gone = new Promise((resolve) => void socket.once("close", resolve));
    // After a failed statement the driver emits an error; without a listener it would end the process.
    connection.on("error", () => undefined);
  }

  /** One attempt; `timeoutMs` bounds all of it, from the name's look-up to the server's welcome. Throws the driver's error. */
  static async open(request: LoginRequest, ca: readonly string[], timeoutMs: number): Promise<DriverConnection> {
    const socket = connectSocket({ host: request.host, port: request.port, noDelay: true });
    // Node checks the certificate against this name, which it sets itself where it has to look the host up. For an address it does
    // not, and would take "localhost" instead: the driver does not say which host it is for (measured; lib/_tls_wrap.js).
    Object.assign(socket, { _host: request.host });
    try {
      const options = { ...optionsFor(request, ca), connectTimeout: timeoutMs, stream: () => socket };
      const connected = answered(createConnection(options), timeoutMs, "ETIMEDOUT");
      return new DriverConnection(await connected, socket);
    } catch (error) {
      socket.destroy();
      throw error;
    }
  }

  /** The rows of one statement, none where it gives none. Throws the driver's error, which holds the statement. */
  async query(sql: string, values: readonly (string | number)[], timeoutMs: number): Promise<readonly Cells[]> {
    try {
      const answer = this.connection.query<RowDataPacket[][]>({
        sql,
        ...(values.length === 0 ? {} : { values: [...values] }),
        timeout: timeoutMs,
        rowsAsArray: true,
        typeCast: (field): string | null => field.string(),
      });
      const [rows] = await answered(answer, timeoutMs, "PROTOCOL_SEQUENCE_TIMEOUT");
      return Array.isArray(rows) ? (rows as unknown as Cells[]) : [];
    } catch (error) {
      this.silent = typeof error !== "object" || error === null || !("sqlMessage" in error);
      throw error;
    }
  }

  /**
   * Says goodbye where that makes sense, waits for the server to end the session, since until then it counts among the account's
   * connections, and closes the socket in any case. Never throws, and takes no longer than a second.
   */
  async close(): Promise<void> {
    if (!this.silent) {
      let timer: NodeJS.Timeout | undefined;
      const bound = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, GOODBYE_TIMEOUT_MS);
      });
      const ended = this.connection.end().then(
        () => this.gone,
        () => undefined,
      );
      await Promise.race([ended, bound]);
      clearTimeout(timer);
    }
    this.socket.destroy();
  }
}

function optionsFor(request: LoginRequest, ca: readonly string[]): ConnectionOptions {
  return {
    host: request.host,
    port: loginLabel(), // not an address: the socket is ours
    user: request.username,
    password: request.password,
    ...(request.database === undefined ? {} : { database: request.database }),
    ...(request.transport === "verified" ? { ssl: verifiedTls(ca) } : {}),
    charset: "utf8mb4",
    flags: ["-LOCAL_FILES"],
    multipleStatements: false,
    disableEval: true, // otherwise the driver makes a program of the names of columns, for each kind of row
    maxPreparedStatements: 1, // none is made, and the driver lays out lists for 16,000 of them at each login
    trace: false, // would record a stack for each statement, for errors whose stack is never shown
    connectAttributes: { program_name: "rotation-fn" },
  };
}

/** What the driver answers. Where it does not even say that time is up, the error that it should have given, with that code. */
async function answered<Value>(answer: Promise<Value>, timeoutMs: number, code: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error("the driver did not answer"), { code, fatal: true });
    timer = setTimeout(reject, timeoutMs + DRIVER_GRACE_MS, error);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
