import { createHash } from "node:crypto";
import type { FaultKind } from "../faulty-ports";
import type { MemoryWorld } from "./memory-world";
import type { Task, TaskOf } from "./tasks";

export interface Exploration {
  /** Each is one set of faults and everything that AWS repeats because of them. */
  readonly histories: number;
  /** Different situations between two invocations. Histories that have come to the same one continue alike, so it is explored once. */
  readonly states: number;
  /** What was really run. */
  readonly invocations: number;
  /** Each with the faults that brought it about; the first ones, where there are many. */
  readonly violations: readonly string[];
}

const MAX_SHOWN = 20;
/** So many attempts without a fault may fail: what an earlier fault has left must heal in them. */
const MAX_IDLE_FAILURES = 3;
/** Changes that take several statements on MariaDB. */
const SEVERAL_STATEMENTS = ["create-account", "merge-attribute", "set-password"];

type Faults = ReadonlyMap<number, FaultKind>;

/** What can go wrong with a call, by its name. A crash after a call is a crash before the next one. */
export function faultsOf(call: string, world: MemoryWorld): readonly FaultKind[] {
  if (call.startsWith("login")) return ["crash", "false-no", "no-answer"];
  if (call === "answer") return ["crash", "lost-reply"];
  if (/^(DescribeSecret|GetSecretValue)/.test(call)) return ["crash", "error", "stale"];
  if (/^(read|list|ask|look|lock)/.test(call)) return ["crash", "error"];
  const half: FaultKind[] = world.engine === "mariadb" && SEVERAL_STATEMENTS.includes(call) ? ["half"] : [];
  return ["crash", "error", "lost-reply", "lost-request", ...half];
}

/** Where a history is: which event comes next, and how many attempts without a fault have failed. */
interface Place {
  readonly event: number;
  readonly isFaulty: boolean;
  readonly idleFailures: number;
}

const START: Place = { event: 0, isFaulty: false, idleFailures: 0 };

/**
 * Every history of a task with at most `maxFaults` faults, from the state in which the world is. Faults are chosen for one invocation after
 * the other; two histories whose servers and whose process are alike after an invocation, but for the characters of passwords, are one from
 * there on. `npm test` holds the count against {@link exploreOneByOne}.
 */
export async function explore(world: MemoryWorld, maxFaults: number, taskOf: TaskOf): Promise<Exploration> {
  const task = taskOf(world);
  const known = new Map<string, number>();
  const violations: string[] = [];
  let invocations = 0;
  const report = (found: readonly string[], trail: readonly string[]): void => {
    for (const text of found) if (violations.length < MAX_SHOWN) violations.push(`${trail.join(", ")}: ${text}`);
  };

  const visit = async (place: Place, left: number, trail: readonly string[]): Promise<number> => {
    const key = situationKey(world, { ...place, left });
    const counted = known.get(key);
    if (counted !== undefined) return counted;
    const start = world.snapshot();
    let histories = 0;
    const run = async (faults: Faults, names: readonly string[]): Promise<void> => {
      world.restore(start);
      world.ports.armAll(faults);
      const { isOk, result } = await world.invoke(task.events[place.event] ?? {});
      const calls = [...world.ports.calls];
      world.ports.disarm();
      invocations++;
      const next = nextPlace(task, { ...place, isFaulty: place.isFaulty || faults.size > 0 }, isOk);
      if (!isOk) report(task.afterFailure(), names);
      if (next === undefined) {
        report(task.atEnd(result), names);
        histories++;
      } else histories += await visit(next, left - faults.size, names);
      if (faults.size === left) return;
      for (let at = Math.max(0, ...faults.keys()) + 1; at <= calls.length; at++) {
        const call = calls[at - 1] ?? "";
        for (const kind of faultsOf(call, world))
          await run(new Map([...faults, [at, kind]]), [
            ...names,
            `${kind} at call ${at} (${call}) of event ${place.event + 1}`,
          ]);
      }
    };
    await run(new Map(), trail);
    known.set(key, histories);
    return histories;
  };
  const histories = await visit(START, maxFaults, []);
  return { histories, states: known.size, invocations, violations };
}

/** Undefined where the history ends. */
function nextPlace(task: Task, { event, isFaulty, idleFailures }: Place, isOk: boolean): Place | undefined {
  if (isOk) return event + 1 === task.events.length ? undefined : { event: event + 1, isFaulty, idleFailures };
  const failures = idleFailures + (isFaulty ? 0 : 1);
  return failures > MAX_IDLE_FAILURES ? undefined : { event: 0, isFaulty: false, idleFailures: failures };
}

/** One history from its beginning to its end, with faults at the calls with these numbers. */
export async function play(world: MemoryWorld, task: Task, faults: Faults = new Map()) {
  const violations: string[] = [];
  world.ports.armAll(faults);
  let result: unknown;
  for (let place: Place | undefined = START; place !== undefined; ) {
    const struck = world.ports.struck;
    const outcome = await world.invoke(task.events[place.event] ?? {});
    result = outcome.result;
    if (!outcome.isOk) violations.push(...task.afterFailure());
    place = nextPlace(task, { ...place, isFaulty: place.isFaulty || world.ports.struck > struck }, outcome.isOk);
  }
  const calls = [...world.ports.calls];
  world.ports.disarm();
  return { calls, violations: [...violations, ...task.atEnd(result)] };
}

/** The same histories as those of {@link explore}, each played from its beginning to its end. */
export async function exploreOneByOne(world: MemoryWorld, maxFaults: number, taskOf: TaskOf) {
  const task = taskOf(world);
  const start = world.snapshot();
  const violations: string[] = [];
  let histories = 0;
  const visit = async (faults: Faults): Promise<void> => {
    world.restore(start);
    const { calls, violations: found } = await play(world, task, faults);
    histories++;
    violations.push(...found);
    if (faults.size === maxFaults) return;
    for (let at = Math.max(0, ...faults.keys()) + 1; at <= calls.length; at++)
      for (const kind of faultsOf(calls[at - 1] ?? "", world)) await visit(new Map([...faults, [at, kind]]));
  };
  await visit(new Map());
  return { histories, violations };
}

/** The whole situation in a few characters. */
function situationKey(world: MemoryWorld, more: unknown): string {
  return renamedPasswords([world.snapshot(), more]);
}

/** A digest of data whose passwords, which are random, are named in the order in which they appear. */
export function renamedPasswords(data: unknown): string {
  const text = JSON.stringify(data, (_, value: unknown) => (value instanceof Map ? [...value] : value));
  const names = new Map<string, string>();
  const renamed = text.replace(PASSWORD, (password) => {
    const name = names.get(password) ?? `password ${names.size}`;
    names.set(password, name);
    return name;
  });
  return createHash("sha1").update(renamed).digest("base64");
}

/** As the default policy makes them: 35 characters that a URL takes. */
const PASSWORD = /(?<![\w.~-])[\w.~-]{35}(?![\w.~-])/g;
