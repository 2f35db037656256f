import { RotationError } from "../../rotation-fn/errors";
import type { Database, DatabaseSession, LoginAnswer } from "../../rotation-fn/ports/database";
import type { Replication } from "../../rotation-fn/ports/replication";
import type { SecretStore } from "../../rotation-fn/ports/secret-store";

/**
 * How one call to the world outside goes wrong:
 * - `crash`: the process ends right before it; nothing that it would have done later is done. (Right after a call is right before
 *   the next one.)
 * - `lost-reply`: it takes effect, the answer is lost, and the function continues with the error.
 * - `false-no`: a login that is good is answered with "wrong password", once.
 * - `no-answer`: a login, good or not, is not answered.
 * - `error`: it is refused without an effect, and the function continues with the error.
 * - `lost-request`: it is never carried out, and the function continues with an error that leaves it open whether it was.
 * - `half`: of several statements the first gets through, and the function continues with the error. Only a database that asks
 *   {@link FaultyPorts.isHalf} can.
 * - `stale`: a read of a secret shows what was there before the last write. Only a store that asks {@link FaultyPorts.isStale} can.
 */
export type FaultKind = "crash" | "lost-reply" | "lost-request" | "half" | "false-no" | "no-answer" | "error" | "stale";

/** The faults after which a login has no answer. */
const LOSES_LOGIN: ReadonlySet<FaultKind> = new Set(["lost-reply", "lost-request", "error", "no-answer"]);

/** Ports whose n-th call can be made to fail; calls to Secrets Manager and to the database are counted together. */
export class FaultyPorts {
  private armed: ReadonlyMap<number, FaultKind> = new Map();
  private dead = false;
  private current: FaultKind | undefined;
  private struckCount = 0;
  private names: string[] = [];

  /** The calls since the last `arm` or `disarm`, by name. */
  get calls(): readonly string[] {
    return this.names;
  }

  /** Whether the read that is under way is to see an older state. */
  get isStale(): boolean {
    return this.current === "stale";
  }

  /** Whether of the change that is under way only the first statement is to get through. */
  get isHalf(): boolean {
    return this.current === "half";
  }

  /** How many faults have struck since the last `arm` or `disarm`. */
  get struck(): number {
    return this.struckCount;
  }

  /** The answer of the invocation itself, as one more call: false when the caller never gets it. */
  async answer(): Promise<boolean> {
    try {
      await this.call("answer", async () => undefined);
      return true;
    } catch {
      return false;
    }
  }

  /** The next run's n-th call fails; 1 is the first. */
  arm(kind: FaultKind, at: number): void {
    this.armAll(new Map([[at, kind]]));
  }

  /** The next run's calls with these numbers fail. */
  armAll(faults: ReadonlyMap<number, FaultKind>): void {
    this.disarm();
    this.armed = faults;
  }

  /** A new process in the same run: its calls are counted on. Tells whether the former one had died. */
  revive(): boolean {
    const died = this.dead;
    this.dead = false;
    return died;
  }

  /** A new process, to which nothing happens. */
  disarm(): void {
    this.armed = new Map();
    this.dead = false;
    this.names = [];
    this.struckCount = 0;
  }

  secrets(store: SecretStore): SecretStore {
    return {
      describe: (...all) => this.call("DescribeSecret", () => store.describe(...all)),
      read: (...all) => this.call("GetSecretValue", () => store.read(...all)),
      versionMadeAt: (...all) => this.call("GetSecretValue (date)", () => store.versionMadeAt(...all)),
      store: (...all) => this.call("PutSecretValue", () => store.store(...all)),
      moveCurrent: (...all) => this.call("UpdateSecretVersionStage", () => store.moveCurrent(...all)),
      removeLabel: (...all) => this.call("UpdateSecretVersionStage (remove)", () => store.removeLabel(...all)),
      rotate: (...all) => this.call("RotateSecret", () => store.rotate(...all)),
    };
  }

  database(database: Database): Database {
    return {
      login: async (request): Promise<LoginAnswer> => {
        const strikes = this.begin(
          `login of ${request.username.endsWith("_clone") ? "the clone" : "the app or the admin"}`,
        );
        const answer = await database.login(request);
        const isLost = strikes !== undefined && LOSES_LOGIN.has(strikes);
        if (answer.kind === "accepted") {
          if (!isLost && strikes !== "false-no") {
            return { kind: "accepted", session: this.session(answer.session) };
          }
          await answer.session.close();
        }
        if (isLost) return { kind: "unknown", error: lost("the login") };
        if (answer.kind !== "accepted") return answer;
        const parts = { problem: "the login failed", found: "1045, falsely", remedy: "none: this is a test" };
        return { kind: "rejected", error: new RotationError("login_refused", parts) };
      },
    };
  }

  private session(session: DatabaseSession): DatabaseSession {
    return {
      identity: session.identity,
      replication: this.replication(session.replication),
      objects: {
        missingFor: (...all) => this.call("look for missing objects", () => session.objects.missingFor(...all)),
        definedBy: (...all) => this.call("look for defined objects", () => session.objects.definedBy(...all)),
      },
      readAccount: (...all) => this.call("read an account", () => session.readAccount(...all)),
      readCredential: (...all) => this.call("read a credential", () => session.readCredential(...all)),
      readSecondPassword: (...all) => this.call("read a second password", () => session.readSecondPassword(...all)),
      accountsNamed: (...all) => this.call("list accounts", () => session.accountsNamed(...all)),
      hostsOf: (...all) => this.call("list hosts", () => session.hostsOf(...all)),
      databaseScope: (...all) => this.call("ask for the scope", () => session.databaseScope(...all)),
      apply: (change) => this.call(change.kind, () => session.apply(change)),
      lock: (...all) => this.call("lock", () => session.lock(...all)),
      // The end of a process ends its connections.
      close: () => session.close(),
    };
  }

  private replication(replication: Replication): Replication {
    return {
      self: () => this.call("ask the server who it is", () => replication.self()),
      replicas: () => this.call("list replicas", () => replication.replicas()),
      position: () => this.call("ask for the position", () => replication.position()),
      waitFor: (...all) => this.call("ask the reader to catch up", () => replication.waitFor(...all)),
    };
  }

  private async call<T>(name: string, run: () => Promise<T>): Promise<T> {
    const strikes = this.begin(name);
    if (strikes === "error") throw lost(name, "none");
    if (strikes === "lost-request") throw lost(name);
    this.current = strikes;
    try {
      const result = await run();
      if (strikes === "lost-reply" || strikes === "half") throw lost(name);
      return result;
    } finally {
      this.current = undefined;
    }
  }

  /** Counts the call. Throws when the process is dead or dies here; else tells what is to go wrong with the answer. */
  private begin(name: string): FaultKind | undefined {
    if (this.dead) throw new Error("the process is dead");
    this.names.push(name);
    const kind = this.armed.get(this.names.length);
    if (kind !== undefined) this.struckCount++;
    if (kind !== "crash") return kind;
    this.dead = true;
    throw new Error("the process has died");
  }
}

function lost(what: string, effect: "none" | "unknown" = "unknown"): RotationError {
  const parts = { problem: `${what} was not answered`, remedy: "none: this is a test" };
  return new RotationError("network_unreachable", parts, { effect });
}
