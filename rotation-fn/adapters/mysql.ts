import { type Socket, connect as tcpConnect } from "node:net";
import { type Connection, type ConnectionOptions, createConnection, type RowDataPacket } from "mysql2/promise";
import { RotationError } from "../errors";
import {
  type Account,
  type AccountChange,
  type AccountDefinition,
  accountName,
  type GrantScope,
} from "../ports/account";
import type { Deadline } from "../ports/clock";
import type { Database, DatabaseSession, Identity, LoginAnswer, LoginRequest } from "../ports/database";
import type { Usage } from "../ports/usage";
import { parseCreateUser } from "./mysql-create-user";
import { type Attempt, translateDriverError } from "./mysql-errors";
import { parseGrants } from "./mysql-grants";
import { statementFor } from "./mysql-statements";
import { serverFeatures } from "./server-version";
import { accountSql, quotedName } from "./sql-text";

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 1_000;
/** Left of the invocation's time for saying what went wrong. */
const RESERVE_MS = 1_500;

/** The only place that speaks to MySQL. `trustedCertificates` are PEM texts; no other root is trusted. */
export function mysqlDatabase(trustedCertificates: readonly string[], usage: Usage, deadline: Deadline): Database {
  return {
    async login(request): Promise<LoginAnswer> {
      const secrets = [request.password];
      const what = `the login of '${request.username}' at ${request.host}:${request.port}`;
      let socket: Socket | undefined;
      try {
        const timeoutMs = timeLeft(deadline, CONNECT_TIMEOUT_MS, what);
        usage.logins++;
        // Ours, because the driver's destroy() only half-closes: a server that does not answer would keep the socket for ever.
        const stream = tcpConnect({ host: request.host, port: request.port, noDelay: true });
        socket = stream;
        const options = connectionOptions(request, trustedCertificates, timeoutMs);
        const connection = await createConnection({ ...options, stream: () => stream });
        // After a failed statement the driver would emit an error nobody listens to, and end the process.
        connection.on("error", () => undefined);
        const session = new MysqlSession(connection, socket, usage, deadline, secrets);
        await session.open();
        return { kind: "accepted", session };
      } catch (thrown) {
        socket?.destroy();
        usage.failedLogins++;
        if (thrown instanceof RotationError) return { kind: "unknown", error: thrown };
        const { error, rejected } = translateDriverError(thrown, {
          what,
          during: "login",
          holdsPassword: false,
          secrets,
          canChange: false,
        });
        return { kind: rejected ? "rejected" : "unknown", error };
      }
    },
  };
}

function connectionOptions(request: LoginRequest, ca: readonly string[], connectTimeout: number): ConnectionOptions {
  return {
    host: request.host,
    port: request.port,
    user: request.username,
    password: request.password,
    ...(request.database === undefined ? {} : { database: request.database }),
    // `ca` alone does not check the name; verifyIdentity does (measured).
    ...(request.transport === "verified" ? { ssl: { ca: [...ca], verifyIdentity: true, minVersion: "TLSv1.2" } } : {}),
    connectTimeout,
    charset: "utf8mb4",
    flags: ["-LOCAL_FILES"],
    multipleStatements: false,
    connectAttributes: { program_name: "rotation-fn" },
  };
}

class MysqlSession implements DatabaseSession {
  private known: Identity | undefined;
  private closed = false;
  private readingPrepared = false;
  /** True once a statement got no answer: the connection is good for nothing any more. */
  private silent = false;

  constructor(
    private readonly connection: Connection,
    private readonly socket: Socket,
    private readonly usage: Usage,
    private readonly deadline: Deadline,
    private readonly secrets: string[],
  ) {}

  get identity(): Identity {
    if (this.known === undefined) throw new TypeError("the session is not open");
    return this.known;
  }

  /** Makes the session's SQL dialect certain (quoting, hashes as hex) and asks who we are. */
  async open(): Promise<void> {
    await this.query("SET SESSION sql_mode = ''", "preparing the session");
    const [row] = await this.query("SELECT CURRENT_USER(), DATABASE(), VERSION()", "asking the server who we are");
    const [account, database, version] = row ?? [];
    const [, user, host] = /^(.*)@([^@]*)$/s.exec(account ?? "") ?? [];
    if (user === undefined || host === undefined || typeof version !== "string") {
      throw new RotationError("database_refused", {
        problem: "the server does not say which account is logged in",
        remedy: "check that the host is a MySQL server",
      });
    }
    this.known = { account: { user, host }, database: database ?? undefined, server: serverFeatures(version) };
  }

  async readAccount(account: Account): Promise<AccountDefinition | undefined> {
    const name = accountSql(account);
    const what = `reading the account ${accountName(account)}`;
    await this.prepareReading();
    const created = await this.query(`SHOW CREATE USER ${name}`, what).catch((error: unknown) => {
      if (isMissingAccount(error)) return undefined;
      throw error;
    });
    const row = created?.[0]?.[0];
    if (row === undefined || row === null) return undefined;
    const grants = (await this.query(`SHOW GRANTS FOR ${name}`, what)).map((cells) => cells[0] ?? "");
    return { account, ...parseCreateUser(row), grants: parseGrants(grants) };
  }

  private async prepareReading(): Promise<void> {
    if (this.readingPrepared) return;
    // On RDS 8.0.36 and later the admin's rights come through a role, which need not be active by default.
    await this.query("SET ROLE ALL", "activating the roles");
    await this.query("SET SESSION print_identified_with_as_hex = ON", "preparing the session");
    this.readingPrepared = true;
  }

  async hostsOf(user: string): Promise<readonly string[]> {
    const rows = await this.query(
      "SELECT Host FROM mysql.user WHERE User = ?",
      `looking for accounts named '${user}'`,
      [user],
    );
    return rows.map(([host]) => host ?? "");
  }

  async databaseScope(database: string): Promise<GrantScope> {
    // Without partial revokes `_` and `%` are wildcards in the name and have to be escaped; with them they are literal, and an
    // escaped name matches nothing (measured on 9.7; https://dev.mysql.com/doc/refman/8.4/en/partial-revokes.html).
    const [row] = await this.query("SHOW GLOBAL VARIABLES LIKE 'partial_revokes'", "asking for partial_revokes");
    const literalNames = row?.[1] === "ON";
    return `${quotedName(literalNames ? database : database.replace(/[\\_%]/g, "\\$&"))}.*`;
  }

  async apply(change: AccountChange): Promise<void> {
    const holdsPassword = change.kind === "set-password" || change.kind === "create-account";
    if (change.kind === "set-password") this.secrets.push(change.password);
    const statement = statementFor(change);
    // Of a refused grant the server says who may not, and not what: the statement does.
    const detail = change.kind === "grant" || change.kind === "revoke" ? ` (${statement.slice(0, 300)})` : "";
    await this.run(statement, [], {
      what: `the change "${change.kind}"${"account" in change ? ` of ${accountName(change.account)}` : ""}${detail}`,
      during: "statement",
      holdsPassword,
      secrets: this.secrets,
      canChange: true,
    });
  }

  async lock(name: string, timeoutMs: number): Promise<void> {
    const [row] = await this.query("SELECT GET_LOCK(?, ?)", `taking the lock ${name}`, [name, timeoutMs / 1_000]);
    if (row?.[0] === "1") return;
    throw new RotationError("rotation_in_progress", {
      problem: "another invocation is working on the same account",
      found: `the lock ${name} is held for longer than ${timeoutMs} ms`,
      remedy: "nothing: the step is repeated; look for a second secret with the same user when it stays so",
    });
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    if (!this.silent) await this.sayGoodbye();
    this.socket.destroy();
  }

  private async sayGoodbye(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const bound = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_TIMEOUT_MS);
    });
    await Promise.race([this.connection.end().catch(() => undefined), bound]);
    clearTimeout(timer);
  }

  private query(sql: string, what: string, values: readonly (string | number)[] = []): Promise<(string | null)[][]> {
    const attempt = {
      what,
      during: "statement",
      holdsPassword: false,
      secrets: this.secrets,
      canChange: false,
    } as const;
    return this.run(sql, values, attempt);
  }

  private async run(sql: string, values: readonly (string | number)[], attempt: Attempt): Promise<(string | null)[][]> {
    const timeout = timeLeft(this.deadline, STATEMENT_TIMEOUT_MS, attempt.what);
    this.usage.statements++;
    try {
      const [rows] = await this.connection.query<RowDataPacket[][]>({
        sql,
        ...(values.length === 0 ? {} : { values: [...values] }),
        timeout,
        rowsAsArray: true,
        typeCast: (field): string | null => field.string(),
      });
      return Array.isArray(rows) ? (rows as unknown as (string | null)[][]) : [];
    } catch (thrown) {
      this.silent = typeof thrown !== "object" || thrown === null || !("sqlMessage" in thrown);
      throw translateDriverError(thrown, attempt).error;
    }
  }
}

/** SHOW CREATE USER of an account that does not exist: error 1396. */
function isMissingAccount(error: unknown): boolean {
  return error instanceof RotationError && /^1396 /.test(error.parts.found ?? "");
}

function timeLeft(deadline: Deadline, mostMs: number, what: string): number {
  const leftMs = deadline.remainingMs() - RESERVE_MS;
  if (leftMs > 0) return Math.min(mostMs, leftMs);
  throw new RotationError("deadline_exceeded", {
    problem: `the time of the invocation ended before ${what}`,
    remedy:
      "raise the function's timeout, or find out why the database answers slowly; the step can be repeated safely",
  });
}
