import type { Database, DatabaseSession, LoginAnswer } from "../../../rotation-fn/ports/database";
import type { SecretStore } from "../../../rotation-fn/ports/secret-store";
import type { MemoryWorld } from "./memory-world";

/** Something that runs beside something else: it stops before each call to the outside until it is let on. */
export class Actor {
  private next: (() => void) | undefined;
  private stopped: () => void = () => undefined;
  private waiting = "";
  private readonly seen: string[] = [];
  private ended: { readonly outcome: unknown } | undefined;

  constructor(readonly name: string) {}

  /** Runs `work` to its first call. */
  async start(work: () => Promise<unknown>): Promise<void> {
    const idle = this.untilStopped();
    void work()
      .then(
        (outcome) => ({ outcome }),
        (outcome: unknown) => ({ outcome }),
      )
      .then((ended) => {
        this.ended = ended;
        this.stopped();
      });
    await idle;
  }

  /** Undefined while it runs. */
  get outcome(): unknown {
    return this.ended?.outcome;
  }

  get isDone(): boolean {
    return this.ended !== undefined;
  }

  /** The call before which it stands. */
  get call(): string {
    return this.waiting;
  }

  /**
   * Everything that it has learnt from outside. What it does next depends on nothing else: so two runs in which this and the servers are alike
   * continue alike.
   */
  get knowledge(): string {
    return this.isDone ? `done: ${textOf(this.outcome)}` : `${this.seen.join("\n")}\nbefore ${this.waiting}`;
  }

  /** Makes the call, and runs to the next one or to the end. */
  async step(): Promise<void> {
    const idle = this.untilStopped();
    const next = this.next;
    this.next = undefined;
    next?.();
    await idle;
  }

  /** The call waits for its turn. `learnt` is what can be told apart by the reply, where JSON does not show it. */
  async takeTurn<T>(name: string, run: () => Promise<T>, learnt: () => unknown = () => ""): Promise<T> {
    this.waiting = name;
    await new Promise<void>((resolve) => {
      this.next = resolve;
      this.stopped();
    });
    try {
      const result = await run();
      this.seen.push(`${name}: ${textOf(result)} ${textOf(learnt())}`);
      return result;
    } catch (error) {
      this.seen.push(`${name}: ${textOf(error)}`);
      throw error;
    }
  }

  private untilStopped(): Promise<void> {
    return new Promise((resolve) => {
      this.stopped = resolve;
    });
  }
}

/** Ports whose every call is a step of the actor. */
export function scheduledStore(actor: Actor, store: SecretStore): SecretStore {
  return {
    describe: (...all) => actor.takeTurn("DescribeSecret", () => store.describe(...all)),
    read: (...all) => actor.takeTurn("GetSecretValue", () => store.read(...all)),
    versionMadeAt: (...all) => actor.takeTurn("GetSecretValue (date)", () => store.versionMadeAt(...all)),
    store: (...all) => actor.takeTurn("PutSecretValue", () => store.store(...all)),
    moveCurrent: (...all) => actor.takeTurn("UpdateSecretVersionStage", () => store.moveCurrent(...all)),
    removeLabel: (...all) => actor.takeTurn("UpdateSecretVersionStage (remove)", () => store.removeLabel(...all)),
    rotate: (...all) => actor.takeTurn("RotateSecret", () => store.rotate(...all)),
  };
}

export function scheduledDatabase(actor: Actor, world: MemoryWorld, database: Database): Database {
  return {
    login: async (request): Promise<LoginAnswer> => {
      const answer = await actor.takeTurn(`login of ${request.username}`, () => database.login(request));
      if (answer.kind !== "accepted") return answer;
      return { kind: "accepted", session: scheduledSession(actor, world, answer.session) };
    },
  };
}

function scheduledSession(actor: Actor, world: MemoryWorld, session: DatabaseSession): DatabaseSession {
  return {
    identity: session.identity,
    replication: session.replication,
    objects: session.objects,
    readAccount: (...all) => actor.takeTurn("read an account", () => session.readAccount(...all)),
    readCredential: (account) =>
      actor.takeTurn(
        "read a credential",
        () => session.readCredential(account),
        () => world.database.find(account.user),
      ),
    readSecondPassword: (account) =>
      actor.takeTurn(
        "read a second password",
        () => session.readSecondPassword(account),
        () => world.database.find(account.user),
      ),
    accountsNamed: (...all) => actor.takeTurn("list accounts", () => session.accountsNamed(...all)),
    hostsOf: (...all) => actor.takeTurn("list hosts", () => session.hostsOf(...all)),
    databaseScope: (...all) => session.databaseScope(...all),
    apply: (change) => actor.takeTurn(change.kind, () => session.apply(change)),
    // Let on while another session has the lock, it times out; let on later, it has waited.
    lock: (...all) => actor.takeTurn("lock", () => session.lock(...all)),
    close: () => actor.takeTurn("close", () => session.close()),
  };
}

function textOf(value: unknown): string {
  if (value instanceof Error) return `${"code" in value ? value.code : value.name}`;
  return (
    JSON.stringify(value, (key, part: unknown) => {
      if (key === "session") return "session";
      return part instanceof Map ? [...part] : part;
    }) ?? ""
  );
}
