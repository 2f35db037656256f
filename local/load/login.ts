import { createConnection } from "mysql2/promise";
import type { LoginOutcome } from "./login-record";

/** A credential as a client read it. */
export interface Credential {
  readonly versionId: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly password: string;
}

/** The table in each database that clients work with; it is made before the first login. */
export const WORK_TABLE = "rehearsal_work";

/** What a client runs after every login: reading always, and writing where its privileges allow it. */
export interface Work {
  readonly client: string;
  readonly writes: boolean;
}

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Connects over TLS, with the server's certificate and name verified, logs in, does the work and disconnects: what an application
 * does without a pool. Never throws; a failure says how far it came and why.
 */
export async function logIn(credential: Credential, caPem: string, work: Work): Promise<LoginOutcome> {
  const { host, port, database, username, password } = credential;
  let connection: Awaited<ReturnType<typeof createConnection>>;
  try {
    connection = await createConnection({
      host,
      port,
      database,
      user: username,
      password,
      connectTimeout: CONNECT_TIMEOUT_MS,
      ssl: { ca: caPem, verifyIdentity: true },
    });
  } catch (error) {
    return { ok: false, during: "login", reason: reasonOf(error) };
  }
  try {
    if (work.writes) await connection.query(`INSERT INTO \`${WORK_TABLE}\` (client) VALUES (?)`, [work.client]);
    await connection.query(`SELECT id, client FROM \`${WORK_TABLE}\` ORDER BY id DESC LIMIT 1`);
    await connection.end();
    return { ok: true };
  } catch (error) {
    connection.destroy();
    return { ok: false, during: "query", reason: reasonOf(error) };
  }
}

/** The server's or the system's own code and words; neither ever holds a password. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  return `${code}: ${error.message}`;
}
