import type { FaultKind } from "../faulty-ports";
import type { History, MemoryWorld } from "./memory-world";

export interface Exploration {
  readonly histories: number;
  /** Each with the faults that brought it about; the first ones, where there are many. */
  readonly violations: readonly string[];
}

const MAX_SHOWN = 20;

/** What can go wrong with a call, by its name. A crash after a call is a crash before the next one. */
export function faultsOf(call: string): readonly FaultKind[] {
  if (call.startsWith("login")) return ["crash", "false-no", "no-answer"];
  if (/^(DescribeSecret|GetSecretValue)/.test(call)) return ["crash", "error", "stale"];
  if (/^(read|list|ask|look|lock)/.test(call)) return ["crash", "error"];
  return ["crash", "error", "lost-reply"];
}

type Run = (faults: ReadonlyMap<number, FaultKind>) => Promise<History>;

/**
 * Every history with at most `maxFaults` faults, from the state in which the world is. Depth first: a further fault comes after the last
 * one, at any call that the history with the faults so far makes.
 */
export async function explore(
  world: MemoryWorld,
  maxFaults: number,
  run: Run = (faults) => world.rotate(faults),
): Promise<Exploration> {
  const start = world.snapshot();
  const violations: string[] = [];
  let histories = 0;
  const visit = async (faults: ReadonlyMap<number, FaultKind>, names: readonly string[]): Promise<void> => {
    world.restore(start);
    const { calls, violations: found } = await run(faults);
    histories++;
    for (const text of found) if (violations.length < MAX_SHOWN) violations.push(`${names.join(", ")}: ${text}`);
    if (faults.size === maxFaults) return;
    const last = Math.max(0, ...faults.keys());
    for (const [index, call] of calls.entries()) {
      if (index + 1 <= last) continue;
      for (const kind of faultsOf(call))
        await visit(new Map([...faults, [index + 1, kind]]), [...names, `${kind} at call ${index + 1} (${call})`]);
    }
  };
  await visit(new Map(), []);
  return { histories, violations };
}
