import { randomUUID } from "node:crypto";
import { url as debuggerUrl } from "node:inspector";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateSecretCommand, SecretsManagerClient, type Tag } from "@aws-sdk/client-secrets-manager";
import { createConnection, type RowDataPacket } from "mysql2/promise";
import { startSecretsManager } from "../../local/aws/secrets-manager/start";
import { jsonLog } from "../../rotation-fn/adapters/json-log";
import { mysqlDatabase } from "../../rotation-fn/adapters/mysql-database";
import { secretsManagerStore } from "../../rotation-fn/adapters/secrets-manager";
import { createHandler, type Handler } from "../../rotation-fn/handler";
import type { Database } from "../../rotation-fn/ports/database";
import type { SecretStore } from "../../rotation-fn/ports/secret-store";
import { readSettings } from "../../rotation-fn/settings";
import { comparableAccount, comparableGrants, showAccount } from "./account-text";
import { type AppSecret, type AppValue, appSecret } from "./app-secret";
import { forThisEngine } from "./engine-sql";
import { rootConnection, type TestMysql, testMysql } from "./mysql";

export type { AppSecret, AppValue } from "./app-secret";

/** The function's real handler and adapters, in this process, on a real MySQL and the embedded Secrets Manager. */
export interface RotationWorld {
  readonly handler: Handler;
  readonly client: SecretsManagerClient;
  readonly adminArn: string;
  /** When no rotation of the secret is under way any more. */
  settled(secretId: string): Promise<unknown>;
  /** Where the embedded Secrets Manager answers. */
  readonly endpoint: string;
  /** The function's log, a parsed object a line, since the last `logs()`. */
  logs(): Record<string, unknown>[];
  /** The operations that Secrets Manager was asked for by the function since the last `operations()`. */
  operations(): string[];
  /** How often the application has read a secret: calls under the access key APPLICATION. */
  applicationReads(): number;
  /** Has each later call of the application wait for this first; what it throws is the answer: see `onCall` of the service. */
  answerApplication(effect: () => void | Promise<void>): void;
  /** Does something in between: when the function's next call of this operation has arrived and not yet taken effect. */
  beforeNext(operation: string, effect: () => Promise<unknown>): void;
  /** Provisions a database and a user with a name of its own. */
  provisioned(options?: { privileges?: string[]; tags?: Tag[] }): Promise<AppSecret>;
  /** An app secret with this value, about which nothing is true in the database. */
  secretWith(value: string | undefined, tags?: Tag[]): Promise<AppSecret>;
  close(): Promise<void>;
}

export interface WorldOptions {
  /** Another server than the one that all tests share. */
  readonly mysql?: TestMysql;
  /** What the function trusts at a login; without it the server's own authority. PEM. */
  readonly trusted?: () => string;
  /** Where another world's Secrets Manager answers: this world's function is another process beside that one's. */
  readonly endpoint?: string;
  /** Where provisioned secrets point to; without it the server itself. */
  readonly address?: { readonly host?: string; readonly port?: number };
  /** What the function's clock is ahead of this machine's. */
  readonly aheadMs?: () => number;
  /** Where its secrets are; `us-east-1` without it. */
  readonly region?: string;
  /** How the function waits; without it in real time. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** RotateSecret runs the function's steps, as AWS does; without it, the test runs them. A function is asked at each call. */
  readonly runsRotations?: boolean | (() => boolean);
  /** Stand between the function and the real adapters. */
  readonly aroundSecrets?: (secrets: SecretStore) => SecretStore;
  readonly aroundDatabase?: (database: Database) => Database;
}

/** A developer at a breakpoint needs more than the 30 seconds that an invocation has by default. */
const UNDER_A_DEBUGGER = { getRemainingTimeInMillis: () => 3_600_000 };

export async function rotationWorld(
  environment: Record<string, string> = {},
  options: WorldOptions = {},
): Promise<RotationWorld> {
  const { mysql = testMysql(), trusted = () => mysql.caPem, address = {}, aheadMs = () => 0 } = options;
  const { aroundSecrets = (secrets) => secrets, aroundDatabase = (database) => database } = options;
  let beforeApplication: () => void | Promise<void> = () => undefined;
  let interruption: { operation: string; effect: () => Promise<unknown> } | undefined;
  const server = await startSecretsManager({
    invokeFunction: async (_, event) => {
      const { runsRotations } = options;
      if (!(typeof runsRotations === "function" ? runsRotations() : runsRotations)) return { ok: true };
      return handler(event).then(
        () => ({ ok: true }) as const,
        (error: Error) => ({ ok: false, errorType: error.name, errorMessage: error.message }) as const,
      );
    },
    retry: { attempts: 1, delayMs: 0 },
    ...(options.region === undefined ? {} : { region: options.region }),
    onCall: async (call) => {
      if (call.accessKeyId === "APPLICATION") await beforeApplication();
      if (call.accessKeyId !== "FUNCTION" || call.operation !== interruption?.operation) return;
      const { effect } = interruption;
      interruption = undefined;
      await effect();
    },
  });
  const clientFor = (accessKeyId: string) =>
    new SecretsManagerClient({
      endpoint: options.endpoint ?? server.url,
      region: server.region,
      credentials: { accessKeyId, secretAccessKey: "unused" },
    });
  const client = clientFor("TEST");
  const functionClient = clientFor("FUNCTION");
  let lines: Record<string, unknown>[] = [];
  let seen = 0;
  const settings = readSettings({ LOG_LEVEL: "debug", ...environment });
  const invoke = createHandler({
    settings,
    codeDigest: () => "0".repeat(64),
    clock: { now: () => Date.now() + aheadMs(), sleep: options.sleep ?? ((ms) => sleep(ms)) },
    secrets: (usage, deadline) => aroundSecrets(secretsManagerStore(functionClient, usage, deadline)),
    database: (usage, deadline) => aroundDatabase(mysqlDatabase([trusted()], usage, deadline)),
    log: (common) => jsonLog(settings.logLevel, common, (line) => void lines.push(JSON.parse(line))),
  });
  const handler: Handler = (event, context = debuggerUrl() === undefined ? {} : UNDER_A_DEBUGGER) =>
    invoke(event, context);
  const { username, password } = mysql.admin;
  const admin = await client.send(
    new CreateSecretCommand({ Name: `rds!db-${randomUUID()}`, SecretString: JSON.stringify({ username, password }) }),
  );
  const adminArn = admin.ARN ?? "";

  const secretWith = async (value: string | undefined, tags?: Tag[]): Promise<AppSecret> => {
    const created = await client.send(
      new CreateSecretCommand({
        Name: `app-${randomUUID().slice(0, 8)}`,
        ...(value === undefined ? {} : { SecretString: value }),
        ...(tags === undefined ? {} : { Tags: tags }),
      }),
    );
    return appSecret(client, handler, created.ARN ?? "", created.Name ?? "");
  };
  return {
    handler,
    client,
    adminArn,
    endpoint: server.url,
    settled: (secretId) => server.rotationSettled(secretId),
    secretWith,
    logs: () => lines.splice(0),
    applicationReads: () => server.calls().filter((call) => call.accessKeyId === "APPLICATION").length,
    answerApplication(effect) {
      beforeApplication = effect;
    },
    beforeNext(operation, effect) {
      interruption = { operation, effect };
    },
    operations() {
      const calls = server.calls().slice(seen);
      seen = server.calls().length;
      return calls.filter((call) => call.accessKeyId === "FUNCTION").map((call) => call.operation);
    },
    async provisioned({ privileges = ["SELECT", "INSERT"], tags } = {}) {
      const secret = await secretWith(undefined, tags);
      await handler({
        action: "provision",
        secretId: secret.arn,
        adminSecretId: adminArn,
        engine: mysql.engine,
        host: address.host ?? mysql.host,
        port: address.port ?? mysql.port,
        ...uniqueNames(),
        userHost: "%",
        privileges,
      });
      return secret;
    },
    async close() {
      lines = [];
      client.destroy();
      functionClient.destroy();
      await server.close();
    },
  };
}

/** Names that no other test uses: all tests share one server. */
export function uniqueNames(): { dbname: string; username: string } {
  const id = randomUUID().slice(0, 8);
  return { dbname: `shop_${id}`, username: `app_${id}` };
}

/** Logs in as an application would; throws what the driver throws. */
export async function logIn(value: AppValue): Promise<void> {
  const connection = await createConnection({
    host: value.host,
    port: value.port,
    user: value.username,
    password: value.password,
    database: value.dbname,
    ssl: { ca: testMysql().caPem, verifyIdentity: true },
  });
  await connection.end();
}

/** Runs statements as root, and gives the rows of each. */
export async function asRoot(...statements: string[]): Promise<RowDataPacket[][]> {
  const connection = await rootConnection();
  try {
    const results: RowDataPacket[][] = [];
    for (const line of statements) {
      let rows: RowDataPacket[] = [];
      for (const statement of forThisEngine(line)) [rows] = await connection.query<RowDataPacket[]>(statement);
      results.push(rows);
    }
    return results;
  } finally {
    await connection.end();
  }
}

/** SHOW GRANTS of a user at `%`, with the user's name taken out, sorted: to compare two accounts. */
export async function grantsOf(user: string): Promise<string[]> {
  const [rows] = await asRoot(`SHOW GRANTS FOR \`${user}\`@'%'`);
  return comparableGrants(
    (rows ?? []).map((row) => String(Object.values(row)[0])),
    user,
    "%",
  );
}

/** SHOW CREATE USER without the name, the hash and the fingerprint of the last rotation: to compare two accounts. */
export async function definitionOf(user: string): Promise<string> {
  const [, rows] = await asRoot(...showAccount(user, "%"));
  const row = String(Object.values(rows?.[0] ?? {})[0]);
  return comparableAccount(row, user, "%").replace(/, "rotated_with_rights": "[\w-]+"/, "");
}
