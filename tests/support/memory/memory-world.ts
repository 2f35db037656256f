import { createHandler, type Handler } from "../../../rotation-fn/handler";
import type { Grant } from "../../../rotation-fn/ports/account";
import { STEPS, type StepName } from "../../../rotation-fn/ports/rotation-steps";
import { readSettings, type StrategyName } from "../../../rotation-fn/settings";
import { checkVersion } from "../../../rotation-fn/steps/rotation";
import type { TestedVersions } from "../../../rotation-fn/steps/tested-versions";
import { type BrokenRotation, EVERYTHING_TESTED } from "../broken-rotations";
import { type FaultKind, FaultyPorts } from "../faulty-ports";
import { MemoryDatabase } from "./memory-database";
import { MemorySecrets } from "./memory-secrets";

export const SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-abcdef";
const ADMIN_SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:admin-abcdef";
export const USER = "shop";
const DATABASE = "shop";
const PLUGIN = "caching_sha2_password";
const ADMIN = { username: "dba", password: "of the admin" };
/** As Secrets Manager: see the emulator's retry policy. */
const MAX_ATTEMPTS = 5;

const ignore = () => undefined;
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore, measure: ignore };

/** One run of a rotation and what went wrong in it, if anything did. */
export interface History {
  /** Its calls to the outside, those of all attempts together. */
  readonly calls: readonly string[];
  readonly violations: readonly string[];
}

const PROVISION = {
  ...{ action: "provision", secretId: SECRET, adminSecretId: ADMIN_SECRET, host: "db.test", port: 3306 },
  ...{ dbname: DATABASE, username: USER, userHost: "%", privileges: ["SELECT", "INSERT"] },
};

export interface MemoryWorldOptions {
  readonly strategy: StrategyName;
  /** Steps with a mistake, instead of the handler's. */
  readonly broken?: BrokenRotation;
}

/** The function's real handler on a Secrets Manager and a MySQL in memory. */
export class MemoryWorld {
  readonly secrets = new MemorySecrets();
  readonly database = new MemoryDatabase();
  private readonly ports = new FaultyPorts();
  private handler: Handler;
  private tokens = 0;

  /** An admin, and an app secret without a value. */
  constructor(private readonly options: MemoryWorldOptions) {
    const nothing = { clauses: new Map(), attribute: {}, defaultRoles: [], grants: [], second: undefined };
    const account = { user: "dba", host: "%" };
    this.database.add({ account, plugin: PLUGIN, locked: false, primary: ADMIN.password, ...nothing });
    this.secrets.add(ADMIN_SECRET, JSON.stringify(ADMIN));
    this.secrets.add(SECRET, undefined, { "rotation:strategy": options.strategy });
    this.handler = this.startProcess();
  }

  /** A world in which the app user exists, has its first password, and may keep two. */
  static async provisioned(options: MemoryWorldOptions): Promise<MemoryWorld> {
    const world = new MemoryWorld(options);
    const { violations } = await world.provision();
    if (violations.length > 0) throw new Error(violations.join("; "));
    world.grant(USER, { kind: "dynamic", privilege: "APPLICATION_PASSWORD_ADMIN", grantOption: false });
    return world;
  }

  grant(user: string, grant: Grant): void {
    const account = this.database.find(user);
    if (account !== undefined) this.database.add({ ...account, grants: [...account.grants, grant] });
  }

  snapshot() {
    return { secrets: this.secrets.snapshot(), database: this.database.snapshot() };
  }

  restore({ secrets, database }: ReturnType<MemoryWorld["snapshot"]>): void {
    this.secrets.restore(secrets);
    this.database.restore(database);
    this.handler = this.startProcess();
  }

  /** One provisioning whose calls with these numbers fail, repeated as a deployment is until it is complete. */
  async provision(faults: ReadonlyMap<number, FaultKind> = new Map()): Promise<History> {
    const violations: string[] = [];
    this.ports.armAll(faults);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      if (await this.invoke(PROVISION)) break;
      violations.push(...this.halfProvisioned());
    }
    const calls = [...this.ports.calls];
    this.ports.disarm();
    const versions = this.secrets.values(SECRET).filter(({ labels }) => labels.length > 0);
    if (versions.length !== 1) violations.push(`${versions.length} versions`);
    if (this.worksAs("AWSCURRENT") !== "whole") violations.push("not provisioned in the end");
    return { calls, violations: [...violations, ...this.unlabelled()] };
  }

  /** One rotation whose calls with these numbers fail, repeated by Secrets Manager's rules until it is complete. */
  async rotate(faults: ReadonlyMap<number, FaultKind> = new Map()): Promise<History> {
    const token = `token-${++this.tokens}`.padEnd(32, "-");
    const wanted = this.rightsOf(this.value("AWSCURRENT")?.username);
    const violations: string[] = [];
    this.secrets.begin(SECRET, token);
    this.ports.armAll(faults);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      if (await this.attempt(token, wanted, violations)) break;
    }
    const calls = [...this.ports.calls];
    this.ports.disarm();
    if (!this.secrets.labelsOf(SECRET, token).includes("AWSCURRENT")) violations.push("the rotation does not complete");
    for (const label of ["AWSCURRENT", "AWSPREVIOUS"]) violations.push(...this.unusable(label, wanted));
    return { calls, violations: [...violations, ...this.unlabelled()] };
  }

  private async attempt(token: string, wanted: string, violations: string[]): Promise<boolean> {
    for (const Step of STEPS) {
      if (await this.invoke({ Step, SecretId: SECRET, ClientRequestToken: token })) continue;
      violations.push(...this.unusable("AWSCURRENT", wanted), ...this.powerlessPending(wanted));
      return false;
    }
    return true;
  }

  /** Whether the call succeeded. Where the process died in it, the next call comes to a new one. */
  private async invoke(event: object): Promise<boolean> {
    try {
      await this.handler(event);
      return true;
    } catch {
      if (this.ports.revive()) {
        this.database.endSessions();
        this.handler = this.startProcess();
      }
      return false;
    }
  }

  private startProcess(): Handler {
    const settings = readSettings({});
    const clock = { now: () => 0, sleep: async () => undefined };
    const secrets = () => this.ports.secrets(this.secrets.store(() => this.ports.isStale));
    const database = () => this.ports.database(this.database.port());
    const { broken } = this.options;
    const handler = createHandler({
      ...{ settings, clock, secrets, database, log: () => SILENT, codeDigest: () => "0".repeat(64) },
    });
    if (broken === undefined) return handler;
    return async (event) => {
      const { Step, ClientRequestToken: token } = event as {
        readonly Step?: StepName;
        readonly ClientRequestToken: string;
      };
      if (Step === undefined) return handler(event);
      const parts = { settings, clock, secrets: secrets(), database: database(), log: SILENT };
      const secret = await parts.secrets.describe(SECRET);
      if (checkVersion(secret, token) === "already-current") return;
      const tested = EVERYTHING_TESTED as TestedVersions;
      return broken[Step]({ ...parts, secret, token, rotationToken: undefined, tested });
    };
  }

  private value(label: string): { readonly username: string; readonly password: string } | undefined {
    const text = this.secrets.valueOf(SECRET, label);
    return text === undefined ? undefined : JSON.parse(text);
  }

  private rightsOf(user = ""): string {
    const { grants = [], clauses = [] } = this.database.find(user) ?? {};
    return JSON.stringify([grants.map((grant) => JSON.stringify(grant)).sort(), [...clauses]]);
  }

  /** What may be left when a provisioning has failed. */
  private halfProvisioned(): readonly string[] {
    if (this.database.find(USER) === undefined) return [];
    if (this.secrets.values(SECRET).length === 0) return ["an account whose password is stored nowhere"];
    return this.worksAs("AWSCURRENT") === "without rights" ? ["a usable user without its rights"] : [];
  }

  private worksAs(label: string): "not" | "without rights" | "whole" {
    const value = this.value(label);
    if (value === undefined || this.database.check(value) !== "ok") return "not";
    const granted = JSON.stringify(this.database.find(value.username)?.grants);
    return ["SELECT", "INSERT"].every((privilege) => granted.includes(`"${privilege}"`)) ? "whole" : "without rights";
  }

  private unusable(label: string, wanted: string): readonly string[] {
    const value = this.value(label);
    if (value === undefined) return [`nothing is ${label}`];
    const answer = this.database.check({ ...value, database: DATABASE });
    if (answer !== "ok") return [`${label} is refused: ${answer}`];
    return this.rightsOf(value.username) === wanted ? [] : [`${label} has lost rights`];
  }

  private powerlessPending(wanted: string): readonly string[] {
    const value = this.value("AWSPENDING");
    if (value === undefined || this.database.check(value) !== "ok") return [];
    return this.rightsOf(value.username) === wanted ? [] : ["a usable pending user lacks rights"];
  }

  /** Passwords that open the database and stand in no version with a label. */
  private unlabelled(): readonly string[] {
    const known = new Set(
      this.secrets.values(SECRET).flatMap(({ value, labels }) => {
        const { username, password } = JSON.parse(value);
        return labels.length === 0 ? [] : [`${username} ${password}`];
      }),
    );
    return [USER, `${USER}_clone`].flatMap((user) => {
      const { primary, second, locked = true } = this.database.find(user) ?? {};
      if (locked) return [];
      const passwords = [primary, second].filter((password) => password !== undefined);
      return passwords.some((password) => !known.has(`${user} ${password}`))
        ? [`${user} has a password that no label holds`]
        : [];
    });
  }
}
