import { isDeepStrictEqual } from "node:util";
import { createHandler, type Handler } from "../../../rotation-fn/handler";
import type { Grant } from "../../../rotation-fn/ports/account";
import type { Database } from "../../../rotation-fn/ports/database";
import type { StepName } from "../../../rotation-fn/ports/rotation-steps";
import type { SecretStore } from "../../../rotation-fn/ports/secret-store";
import { readSettings, STRATEGY_TAG, type StrategyName } from "../../../rotation-fn/settings";
import { checkVersion } from "../../../rotation-fn/steps/rotation";
import type { TestedVersions } from "../../../rotation-fn/steps/tested-versions";
import { type BrokenRotation, EVERYTHING_TESTED } from "../broken-rotations";
import { FaultyPorts } from "../faulty-ports";
import { MemoryDatabase } from "./memory-database";
import { MEMORY_MARIADB, MEMORY_MYSQL } from "./memory-dialects";
import { MemorySecrets } from "./memory-secrets";
import { ProcessMemory } from "./process-memory";

export const SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-abcdef";
export const ADMIN_SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:admin-abcdef";
export const USER = "shop";
export const ENGINES = ["mysql", "mariadb"] as const;
const ADMIN = { username: "dba", password: "dba's own password" };

const ignore = () => undefined;
export const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore, measure: ignore };
const SETTINGS = readSettings({});

export interface MemoryWorldOptions {
  readonly strategy: StrategyName;
  readonly engine?: (typeof ENGINES)[number];
  /** Steps with a mistake, instead of the handler's. */
  readonly broken?: BrokenRotation;
}

/** How an invocation ended. */
export interface Outcome {
  readonly isOk: boolean;
  /** What the function returned, where it did. */
  readonly result: unknown;
}

/** The function's real handler on a Secrets Manager and a database server in memory. */
export class MemoryWorld {
  readonly secrets = new MemorySecrets();
  readonly database: MemoryDatabase;
  readonly ports = new FaultyPorts();
  private memory = new ProcessMemory();
  private handler: Handler;

  /** An admin, another secret's user, and an app secret without a value. */
  constructor(readonly options: MemoryWorldOptions) {
    this.database = new MemoryDatabase(options.engine === "mariadb" ? MEMORY_MARIADB : MEMORY_MYSQL);
    const nothing = { clauses: new Map(), attribute: {}, defaultRoles: [], grants: [], second: undefined };
    const plugin = this.database.dialect.server.passwordPlugin;
    const other = { user: `${USER}_reports`, host: "%" };
    this.database.add({
      account: { user: "dba", host: "%" },
      plugin,
      locked: false,
      primary: ADMIN.password,
      ...nothing,
    });
    this.database.add({ account: other, plugin, locked: false, primary: "of the reports", ...nothing });
    this.secrets.add(ADMIN_SECRET, JSON.stringify(ADMIN));
    this.secrets.add(SECRET, undefined, { [STRATEGY_TAG]: options.strategy });
    this.handler = this.startProcess();
  }

  get engine(): (typeof ENGINES)[number] {
    return this.options.engine ?? "mysql";
  }

  get provisionEvent(): object {
    return {
      ...{ action: "provision", secretId: SECRET, adminSecretId: ADMIN_SECRET, host: "db.test", port: 3306 },
      ...{ dbname: USER, username: USER, userHost: "%", privileges: ["SELECT", "INSERT"] },
      ...(this.engine === "mysql" ? {} : { engine: this.engine }),
    };
  }

  /** A world in which the app user exists, has its first password, and on MySQL may keep two. */
  static async provisioned(options: MemoryWorldOptions): Promise<MemoryWorld> {
    const world = new MemoryWorld(options);
    if (!(await world.invoke(world.provisionEvent)).isOk) throw new Error("the provisioning failed");
    if (world.engine === "mysql")
      world.grant(USER, { kind: "dynamic", privilege: "APPLICATION_PASSWORD_ADMIN", grantOption: false });
    return world;
  }

  grant(user: string, grant: Grant): void {
    const account = this.database.find(user);
    if (account === undefined || account.grants.some((one) => isDeepStrictEqual(one, grant))) return;
    this.database.add({ ...account, grants: [...account.grants, grant] });
  }

  snapshot() {
    return { secrets: this.secrets.snapshot(), database: this.database.snapshot(), process: this.memory.facts };
  }

  /** The process that knew this is the one that the next invocation comes to. */
  restore({ secrets, database, process }: ReturnType<MemoryWorld["snapshot"]>): void {
    this.secrets.restore(secrets);
    this.database.restore(database);
    this.handler = this.startProcess(process);
  }

  /** Whether the caller got the answer. Where the process died in it, the next call comes to a new one. */
  async invoke(event: object): Promise<Outcome> {
    try {
      const result = await this.handler(event);
      if (await this.ports.answer()) return { isOk: true, result };
    } catch {
      // What the function says of it is other tests' matter.
    }
    if (this.ports.revive()) {
      this.database.endSessions();
      this.handler = this.startProcess();
    }
    return { isOk: false, result: undefined };
  }

  /** The handler of a process with ports of its own. */
  handlerOn(secrets: () => SecretStore, database: () => Database, tested?: TestedVersions): Handler {
    const parts = { settings: SETTINGS, clock: steppingClock(), secrets, database, log: () => SILENT };
    return createHandler({ ...parts, codeDigest: () => "0".repeat(64), ...(tested === undefined ? {} : { tested }) });
  }

  private startProcess(facts: readonly string[] = []): Handler {
    this.memory = new ProcessMemory(facts);
    const secrets = () => this.ports.secrets(this.secrets.store(() => this.ports.isStale));
    const database = () => this.ports.database(this.database.port(() => this.ports.isHalf));
    const handler = this.handlerOn(secrets, database, this.memory);
    const { broken } = this.options;
    return broken === undefined ? handler : brokenHandler(broken, handler, secrets, database);
  }
}

/** Time passes only where the function waits for it to. */
function steppingClock() {
  let nowMs = 0;
  return {
    now: () => nowMs,
    sleep: async (ms: number) => {
      nowMs += ms;
    },
  };
}

function brokenHandler(
  broken: BrokenRotation,
  handler: Handler,
  secrets: () => SecretStore,
  database: () => Database,
): Handler {
  return async (event) => {
    const { Step, ClientRequestToken: token } = event as {
      readonly Step?: StepName;
      readonly ClientRequestToken: string;
    };
    if (Step === undefined) return handler(event);
    const parts = { settings: SETTINGS, clock: steppingClock(), secrets: secrets(), database: database(), log: SILENT };
    const secret = await parts.secrets.describe(SECRET);
    if (checkVersion(secret, token) === "already-current") return;
    const tested = EVERYTHING_TESTED as TestedVersions;
    return broken[Step]({ ...parts, secret, token, rotationToken: undefined, tested });
  };
}
