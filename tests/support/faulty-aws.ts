import type { Aws } from "../../ops/aws/ports";
import { OpsError } from "../../ops/error";

/**
 * How one call of a command goes wrong:
 * - `crash`: the process ends right before it, and no later call is made.
 * - `not-sent`: it has no effect, and the command gets an error instead of the answer.
 * - `lost-reply`: it takes effect, and the command gets an error instead of the answer.
 */
export const AWS_FAULTS = ["crash", "not-sent", "lost-reply"] as const;
export type AwsFault = (typeof AWS_FAULTS)[number];

export interface FaultyAws extends Aws {
  /** The calls since the last `arm` or `disarm`, by name. */
  readonly calls: readonly string[];
  /** The n-th call fails; 1 is the first. */
  arm(fault: AwsFault, at: number): void;
  disarm(): void;
}

/** AWS of which one call can be made to fail. */
export function faultyAws(aws: Aws): FaultyAws {
  let armed: { readonly fault: AwsFault; readonly at: number } | undefined;
  let isDead = false;
  let calls: string[] = [];
  const call = async <T>(name: string, send: () => Promise<T>): Promise<T> => {
    if (isDead) throw lost("the process is dead");
    calls.push(name);
    const isHit = armed?.at === calls.length;
    if (isHit && armed?.fault === "crash") {
      isDead = true;
      throw lost("the process has died");
    }
    if (isHit && armed?.fault === "not-sent") throw lost(`${name} was not sent`);
    const answer = await send();
    if (isHit) throw lost(`${name} was not answered`);
    return answer;
  };
  const wrap = <Port extends object>(port: Port, names: readonly (keyof Port & string)[]): Port => {
    const wrapped = { ...port };
    for (const name of names) {
      const original = port[name] as (...all: unknown[]) => Promise<unknown>;
      wrapped[name] = ((...all: unknown[]) => call(name, () => original(...all))) as Port[typeof name];
    }
    return wrapped;
  };
  return {
    get calls() {
      return calls;
    },
    arm(fault, at) {
      this.disarm();
      armed = { fault, at };
    },
    disarm() {
      armed = undefined;
      isDead = false;
      calls = [];
    },
    secrets: wrap(aws.secrets, ["describe", "versions", "rotate", "moveCurrent", "removePending"]),
    rotationFunction: wrap(aws.rotationFunction, ["invoke"]),
    log: wrap(aws.log, ["lines"]),
    database: wrap(aws.database, ["instance"]),
    route: aws.route,
  };
}

function lost(problem: string): OpsError {
  return new OpsError("aws_unavailable", { problem, remedy: "none: this is a test" });
}
