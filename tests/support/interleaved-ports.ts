import { AsyncLocalStorage } from "node:async_hooks";
import type { Database, DatabaseSession, LoginAnswer } from "../../rotation-fn/ports/database";
import type { SecretStore } from "../../rotation-fn/ports/secret-store";

type Role = "first" | "second";

/** How both invocations of one run ended: their result, or the error that they threw. */
export interface Interleaved {
  readonly first: unknown;
  readonly second: unknown;
  /** The calls of the first invocation, by name. */
  readonly calls: readonly string[];
}

/**
 * Ports for two invocations whose calls are interleaved: the second invocation runs when the first one is about to make its n-th call,
 * until it ends, or until it waits for a lock that the first one holds. So each order of their effects is played without a timer.
 */
export class InterleavedPorts {
  private readonly role = new AsyncLocalStorage<Role>();
  private calls: string[] = [];
  private breakpoint = { at: 0, reached: async (): Promise<void> => undefined };
  private firstHoldsLock = false;
  private secondWaits: () => void = () => undefined;

  /** Runs `first`, and `second` before the call of `first` with the number `at`; 1 is the first call, 0 runs `first` alone. */
  async run(at: number, first: () => Promise<unknown>, second: () => Promise<unknown>): Promise<Interleaved> {
    let running: Promise<unknown> | undefined;
    this.calls = [];
    this.firstHoldsLock = false;
    this.breakpoint = {
      at,
      reached: async () => {
        const waits = new Promise<void>((resolve) => {
          this.secondWaits = resolve;
        });
        running = this.role.run("second", () => outcomeOf(second));
        await Promise.race([running, waits]);
      },
    };
    const firstOutcome = await this.role.run("first", () => outcomeOf(first));
    return { first: firstOutcome, second: await running, calls: [...this.calls] };
  }

  readonly secrets = (store: SecretStore): SecretStore => this.wrap(store, "Secrets Manager");

  readonly database = (database: Database): Database => ({
    login: async (request): Promise<LoginAnswer> => {
      await this.pass(`login of ${request.username}`);
      const answer = await database.login(request);
      return answer.kind === "accepted" ? { kind: "accepted", session: this.session(answer.session) } : answer;
    },
  });

  private session(session: DatabaseSession): DatabaseSession {
    let holdsLock = false;
    const wrapped = this.wrap(session, "database");
    return new Proxy(wrapped, {
      get: (target, name) => {
        if (name === "lock") {
          return async (...all: Parameters<DatabaseSession["lock"]>) => {
            await this.pass("database: lock");
            if (this.role.getStore() === "second" && this.firstHoldsLock) this.secondWaits();
            await session.lock(...all);
            if (this.role.getStore() !== "first") return;
            holdsLock = true;
            this.firstHoldsLock = true;
          };
        }
        if (name === "close") {
          return async () => {
            await session.close();
            if (holdsLock) this.firstHoldsLock = false;
          };
        }
        return Reflect.get(target, name);
      },
    });
  }

  private wrap<Port extends object>(port: Port, kind: string): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== "function") return member;
        return async (...all: unknown[]) => {
          await this.pass(`${kind}: ${String(name)}`);
          return member.apply(target, all);
        };
      },
    });
  }

  private async pass(call: string): Promise<void> {
    if (this.role.getStore() !== "first") return;
    this.calls.push(call);
    if (this.calls.length === this.breakpoint.at) await this.breakpoint.reached();
  }
}

async function outcomeOf(run: () => Promise<unknown>): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    return error;
  }
}
