import { jsonLog } from "../../../rotation-fn/adapters/json-log";
import { createHandler } from "../../../rotation-fn/handler";
import { STEPS } from "../../../rotation-fn/ports/rotation-steps";
import { readSettings } from "../../../rotation-fn/settings";
import { MemoryDatabase } from "../memory/memory-database";
import { MemorySecrets } from "../memory/memory-secrets";

export const APP_SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-abcdef";
export const ADMIN_SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:admin-abcdef";
export const PROVISION = {
  ...{ action: "provision", secretId: APP_SECRET, adminSecretId: ADMIN_SECRET, host: "db.test", port: 3306 },
  ...{ dbname: "shop", username: "shop", userHost: "%", privileges: ["SELECT", "INSERT"] },
};
export const ADMIN_VALUE = { username: "dba", password: "of the admin" };
const APP_TAGS = { "rotation:strategy": "alternating-users" };
const TOKEN = "token-1".padEnd(32, "-");

/** What came of a call: its error, if it failed, and every line that it logged. */
export interface Said {
  readonly error: unknown;
  readonly lines: readonly string[];
  readonly elapsedMs: number;
  /** Whether Secrets Manager and the database are as they were before the call. */
  readonly isUnchanged: boolean;
}

/** The real handler with a Secrets Manager and a MySQL in memory, and one app user with alternating users. */
export class FunctionInMemory {
  readonly secrets = new MemorySecrets();
  private readonly database = new MemoryDatabase();
  private lines: string[] = [];
  private nowMs = 0;
  private readonly handler = createHandler({
    settings: readSettings({ LOG_LEVEL: "debug" }),
    // Time passes in sleep only: an event may ask the function to wait for minutes.
    clock: {
      now: () => this.nowMs,
      sleep: async (ms) => {
        this.nowMs += ms;
      },
    },
    codeDigest: () => "0".repeat(64),
    secrets: () => this.secrets.store(),
    database: () => this.database.port(),
    log: (common) => jsonLog("debug", common, (line) => void this.lines.push(line)),
  });

  static async provisioned(): Promise<FunctionInMemory> {
    const world = new FunctionInMemory();
    const nothing = { clauses: new Map(), attribute: {}, defaultRoles: [], grants: [], second: undefined };
    const account = { user: ADMIN_VALUE.username, host: "%" };
    const plugin = "caching_sha2_password";
    world.database.add({ account, plugin, locked: false, primary: ADMIN_VALUE.password, ...nothing });
    world.secrets.add(ADMIN_SECRET, JSON.stringify(ADMIN_VALUE));
    world.secrets.add(APP_SECRET, undefined, APP_TAGS);
    await world.handler(PROVISION);
    return world;
  }

  snapshot() {
    return { secrets: this.secrets.snapshot(), database: this.database.snapshot() };
  }

  restore({ secrets, database }: ReturnType<FunctionInMemory["snapshot"]>): void {
    this.secrets.restore(secrets);
    this.database.restore(database);
  }

  /** Puts another value into a secret, as if it had never had one. */
  setValue(secretId: string, value: string): void {
    this.secrets.add(secretId, value, secretId === APP_SECRET ? APP_TAGS : {});
  }

  /** Calls the function with one event. */
  async call(event: unknown): Promise<Said> {
    const before = this.state();
    this.lines = [];
    const startedAt = performance.now();
    const error = await this.handler(event).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    const elapsedMs = performance.now() - startedAt;
    return { error, lines: this.lines, elapsedMs, isUnchanged: this.state() === before };
  }

  /** Runs the steps of a rotation until one fails. */
  async rotate(): Promise<Said> {
    this.secrets.begin(APP_SECRET, TOKEN);
    for (const Step of STEPS) {
      const said = await this.call({ Step, SecretId: APP_SECRET, ClientRequestToken: TOKEN });
      if (said.error !== undefined || Step === "finishSecret") return said;
    }
    throw new Error("a rotation has steps");
  }

  private state(): string {
    const { secrets, database } = this.snapshot();
    const versions = [...secrets.now.values()].map((secret) => [...secret.versions]);
    return JSON.stringify([versions, [...database.values()].map((account) => [account, [...account.clauses]])]);
  }
}
