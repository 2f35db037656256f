import { type ErrorCode, type ErrorContext, RotationError } from "../../rotation-fn/errors";
import type {
  Account,
  AccountChange,
  AccountCredential,
  AccountDefinition,
  Grant,
} from "../../rotation-fn/ports/account";
import type { DatabaseSession, LoginAnswer, LoginRequest } from "../../rotation-fn/ports/database";
import type { StagingLabel } from "../../rotation-fn/ports/secret-store";
import { parseSecretValue, type SecretValue } from "../../rotation-fn/secret-value";
import { readSettings } from "../../rotation-fn/settings";
import type { StrategyContext } from "../../rotation-fn/strategies/strategy";

/** Stubs for tests of one strategy function: a secret, a session and a context that answer what the test says and record what is asked. */

export const ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-AbCdEf";
export const ADMIN_SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:admin-AbCdEf";

/** The value of the secret `shop`, whose user is `app`. */
export function valueWith(members: object = {}): SecretValue {
  const value = { engine: "mysql", host: "db.test", username: "app", password: "old", masterarn: ADMIN_SECRET };
  return parseSecretValue(JSON.stringify({ ...value, ...members }), "shop");
}

export function refusal(code: ErrorCode, context: ErrorContext & { readonly found?: string } = {}): RotationError {
  const { found, ...more } = context;
  const parts = { problem: "the server refuses", ...(found === undefined ? {} : { found }), remedy: "look" };
  return new RotationError(code, parts, more);
}

export function privilegeOn(privilege: string, scope = "`shop`.*"): Grant {
  return { kind: "privilege", privilege, scope };
}

export function definitionOf(account: Account, members: Partial<AccountDefinition> = {}): AccountDefinition {
  const plain = { plugin: "caching_sha2_password", locked: false, clauses: new Map(), attribute: {} };
  return { account, ...plain, grants: [], defaultRoles: [], ...members };
}

/** A credential whose first password is `primary`; one that the server does not show where that is undefined. */
export function credentialOf(
  account: Account,
  primary: string | undefined,
  members: Partial<AccountCredential> = {},
): AccountCredential {
  const isPrimary = (password: string) => (primary === undefined ? undefined : password === primary);
  return { account, plugin: "caching_sha2_password", attribute: {}, isPrimary, ...members };
}

export interface SessionStub extends Partial<Omit<DatabaseSession, "identity">> {
  readonly account?: Account;
  readonly server?: Partial<DatabaseSession["identity"]["server"]>;
  /** The error with which the server refuses a change, if it does. */
  readonly refuses?: ((change: AccountChange) => unknown) | undefined;
}

/** A session that records what it applies and that it ends; what the stub does not answer is not there. */
export function stubSession({ account = { user: "app", host: "%" }, server, refuses, ...members }: SessionStub = {}) {
  const seen = { applied: [] as AccountChange[], locks: [] as string[], closed: 0 };
  const session = {
    identity: {
      account,
      server: { flavour: "mysql", version: "8.4.6", supported: true, dualPasswords: true, ...server },
    },
    readAccount: async () => undefined,
    readCredential: async () => undefined,
    readSecondPassword: async () => undefined,
    accountsNamed: async () => [],
    objects: { missingFor: async () => [], definedBy: async () => [] },
    lock: async (name: string) => void seen.locks.push(name),
    close: async () => void seen.closed++,
    apply: async (change: AccountChange) => {
      seen.applied.push(change);
      const error = refuses?.(change);
      if (error !== undefined) throw error;
    },
    ...members,
  } as unknown as DatabaseSession;
  return { session, seen };
}

export interface ContextStub {
  /** The text under a label of the secret or, as the label `admin`, of the admin secret; one after the other for each read. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  readonly labels?: Readonly<Record<string, readonly StagingLabel[]>>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, string>>;
  /** The session of a login, or the error that rejects it. Every login is a mistake of the test where it is left out. */
  readonly login?: (request: LoginRequest) => DatabaseSession | RotationError;
}

export function stubContext({ values = {}, labels = {}, tags = {}, settings = {}, login }: ContextStub = {}) {
  const seen = { logged: [] as unknown[][], reads: [] as string[], logins: [] as LoginRequest[] };
  const log = (event: string, fields: object) => void seen.logged.push([event, fields]);
  const context = {
    secret: { name: "shop", arn: ARN, tags: new Map(Object.entries(tags)), labels: new Map(Object.entries(labels)) },
    settings: readSettings(settings),
    log: { debug: log, info: log, warn: log },
    secrets: {
      read: async (secretId: string, { label = "" }: { label?: string }) => {
        const key = secretId === ARN ? label : "admin";
        const texts = values[key] ?? [];
        const text = texts[Math.min(seen.reads.filter((one) => one === key).length, texts.length - 1)];
        seen.reads.push(key);
        if (text === undefined) throw refusal("version_not_found");
        return text;
      },
    },
    database: {
      login: async (request: LoginRequest): Promise<LoginAnswer> => {
        seen.logins.push(request);
        if (login === undefined) throw new Error(`unexpected login of ${request.username}`);
        const answer = login(request);
        return answer instanceof RotationError
          ? { kind: "rejected", error: answer }
          : { kind: "accepted", session: answer };
      },
    },
  } as unknown as StrategyContext;
  return { context, seen };
}
