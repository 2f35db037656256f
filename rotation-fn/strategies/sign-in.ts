import type { Database, DatabaseSession, LoginAnswer, LoginRequest } from "../ports/database";
import type { SecretStore } from "../ports/secret-store";
import { type AdminSecretValue, parseAdminSecretValue, type SecretValue } from "../secret-value";
import type { Settings } from "../settings";
import { requireAllowedHost, transportOf } from "./guards";

/** The login that a secret's value describes, after the guards on where a credential may go. */
export function loginRequest(value: SecretValue, settings: Settings): LoginRequest {
  requireAllowedHost(value.host, settings.allowedDatabaseHosts);
  return {
    host: value.host,
    port: value.port,
    username: value.username,
    password: value.password,
    ...(value.dbname === undefined ? {} : { database: value.dbname }),
    transport: transportOf(value, settings.allowPlaintextDatabase),
  };
}

/** A session, or the error that says why there is none. */
export async function signIn(database: Database, request: LoginRequest): Promise<DatabaseSession> {
  return sessionOf(await database.login(request));
}

export function sessionOf(answer: LoginAnswer): DatabaseSession {
  if (answer.kind === "accepted") return answer.session;
  throw answer.error;
}

/** Reads the admin secret's current value; RDS's own holds a user name and a password only. */
export async function readAdminSecret(secrets: SecretStore, adminSecretId: string): Promise<AdminSecretValue> {
  const text = await secrets.read(adminSecretId, { label: "AWSCURRENT" });
  return parseAdminSecretValue(text, `the admin secret ${adminSecretId}`);
}

/** The admin logs in at the app secret's host, without a database: the one in the secret need not exist yet. */
export function adminLoginRequest(admin: AdminSecretValue, appLogin: LoginRequest): LoginRequest {
  const { host, port, transport } = appLogin;
  return { host, port, transport, username: admin.username, password: admin.password };
}

/** Runs `work` on a session and ends the session whatever happens. */
export async function withSession<T>(
  session: DatabaseSession,
  work: (session: DatabaseSession) => Promise<T>,
): Promise<T> {
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}
