import { RotationError } from "../errors";
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
    ...(value.engine === "mysql" ? {} : { engine: value.engine }),
  };
}

/** The server of a login, whoever logs in. */
type ServerOf = Pick<LoginRequest, "host" | "port" | "transport" | "engine">;

/** A session, or the error that says why there is none. */
export async function signIn(database: Database, request: LoginRequest): Promise<DatabaseSession> {
  return sessionOf(await database.login(request));
}

/**
 * A session, or undefined when the server says that this is not the account's password. Throws whatever else keeps us out:
 * `unknown` answers say nothing about the password, and of a locked or expired account every other password would be answered alike.
 */
export async function signInUnlessRefused(
  database: Database,
  request: LoginRequest,
): Promise<DatabaseSession | undefined> {
  const answer = await database.login(request);
  if (answer.kind === "rejected" && answer.error.code === "login_refused") return undefined;
  return sessionOf(answer);
}

export function sessionOf(answer: LoginAnswer): DatabaseSession {
  if (answer.kind === "accepted") return answer.session;
  throw answer.error;
}

/**
 * The admin's session at a server. `validateAdmin` is asked about every admin credential before it is used; `known` is the admin secret's
 * value where it has just been read.
 *
 * RDS rotates the admin secret by itself, perhaps between our reading and our login. So where the server rejects the login (and
 * only then: silence says nothing about a password), the secret is read once more, and a value that has changed is tried, once.
 */
export async function signInAsAdmin(
  { secrets, database }: { readonly secrets: SecretStore; readonly database: Database },
  adminSecretId: string,
  server: ServerOf,
  validateAdmin: (admin: AdminSecretValue) => void = () => undefined,
  known?: AdminSecretValue,
): Promise<DatabaseSession> {
  const admin = known ?? (await readAdminSecret(secrets, adminSecretId));
  validateAdmin(admin);
  const answer = await database.login(adminLogin(admin, adminSecretId, server));
  if (answer.kind !== "rejected") return sessionOf(answer);
  const newer = await readAdminSecret(secrets, adminSecretId);
  if (newer.username === admin.username && newer.password === admin.password) {
    throw ofAdmin(answer.error, adminSecretId);
  }
  validateAdmin(newer);
  const again = await database.login(adminLogin(newer, adminSecretId, server));
  if (again.kind === "rejected") throw ofAdmin(again.error, adminSecretId);
  return sessionOf(again);
}

/** A refused login of the admin wants another cure than one of the app user, so it has a code of its own and names the admin secret. */
function ofAdmin(error: RotationError, adminSecretId: string): RotationError {
  if (error.code !== "login_refused") return error;
  return new RotationError(
    "admin_login_refused",
    {
      ...error.parts,
      remedy:
        "let RDS set a new admin password, in the database and in the secret " +
        "(aws rds modify-db-instance --db-instance-identifier <database instance> --rotate-master-user-password --apply-immediately); " +
        "where RDS does not manage the admin, set the admin's password to the one in the admin secret",
    },
    { cause: error, endpoint: error.endpoint, adminSecretId },
  );
}

/** Reads the admin secret's current value; RDS's own holds a user name and a password only. */
export async function readAdminSecret(secrets: SecretStore, adminSecretId: string): Promise<AdminSecretValue> {
  const text = await secrets.read(adminSecretId, { label: "AWSCURRENT" }).catch((error: unknown) => {
    throw error instanceof RotationError ? error.with({ adminSecretId }) : error;
  });
  return parseAdminSecretValue(text, `the admin secret ${adminSecretId}`);
}

/** Without a database: the one in the app secret need not exist yet. */
function adminLogin({ username, password }: AdminSecretValue, adminSecretId: string, server: ServerOf): LoginRequest {
  const { host, port, transport, engine } = server;
  return { host, port, transport, username, password, adminSecretId, ...(engine === undefined ? {} : { engine }) };
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
