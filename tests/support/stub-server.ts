import { serverFeatures } from "../../rotation-fn/adapters/server-version";
import { RotationError } from "../../rotation-fn/errors";
import type { AccountChange } from "../../rotation-fn/ports/account";
import type { Database, DatabaseSession, LoginRequest } from "../../rotation-fn/ports/database";
import type { Log } from "../../rotation-fn/ports/log";
import type { SecretDescription, SecretStore } from "../../rotation-fn/ports/secret-store";
import { parseSecretValue, type SecretValue } from "../../rotation-fn/secret-value";
import { readSettings } from "../../rotation-fn/settings";
import type { StrategyContext } from "../../rotation-fn/strategies/strategy";

/** What a played server answers. Only for what no real server of the tests can be made to do. */
export interface StubServer {
  /** As `VERSION()` gives it; without it a MySQL of today. */
  readonly version?: string;
  /** The answer to a login: the user of the account row that it is matched to, or the code of the error. */
  login(
    request: LoginRequest,
  ): { readonly matched: string } | { readonly error: "login_refused" | "network_unreachable" };
  /** Whether this is an account's first password, as far as the server shows it. */
  isPrimary?(password: string): boolean | undefined;
}

export interface PlayedWorld {
  readonly context: StrategyContext;
  /** What was changed. */
  readonly changes: readonly AccountChange[];
  readonly current: SecretValue;
  /** A value of the same secret for another credential. */
  valueFor(username: string, password: string): SecretValue;
}

/** A secret named `shop` for the user `app` with the password `current`, on a server that plays. */
export function playedWorld(server: StubServer): PlayedWorld {
  const changes: AccountChange[] = [];
  const session = (user: string) =>
    ({
      identity: {
        account: { user, host: "%" },
        database: undefined,
        server: serverFeatures(server.version ?? "9.7.4"),
      },
      readCredential: async () => ({
        account: { user: "app", host: "%" },
        plugin: "caching_sha2_password",
        attribute: { rotated_for_secret: "shop" },
        isPrimary: (password: string) => server.isPrimary?.(password),
      }),
      accountsNamed: async () => [],
      apply: async (change: AccountChange) => void changes.push(change),
      lock: async () => undefined,
      close: async () => undefined,
    }) as unknown as DatabaseSession;
  const database: Database = {
    async login(request) {
      const answer = server.login(request);
      if ("matched" in answer) return { kind: "accepted", session: session(answer.matched) };
      const error = new RotationError(answer.error, { problem: "the login failed", remedy: "none" });
      return { kind: answer.error === "login_refused" ? "rejected" : "unknown", error };
    },
  };
  const valueFor = (username: string, password: string) =>
    parseSecretValue(
      JSON.stringify({ engine: "mysql", host: "db", username, password, masterarn: "arn:aws:admin" }),
      "shop",
    );
  const secret = { arn: "arn:aws:shop", name: "shop", tags: new Map(), labels: new Map() };
  const noLine = () => undefined;
  return {
    context: {
      secret: secret as unknown as SecretDescription,
      secrets: { read: async () => '{"username":"admin","password":"admin"}' } as unknown as SecretStore,
      database,
      settings: readSettings({}),
      log: { debug: noLine, info: noLine, warn: noLine, error: noLine, measure: noLine } as Log,
    },
    changes,
    current: valueFor("app", "current"),
    valueFor,
  };
}
