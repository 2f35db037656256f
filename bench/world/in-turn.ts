import type { FunctionKind } from "./function-under-test";

/** What was found for each function, in the order of the runs. */
export type ByFunction<T> = Readonly<Record<FunctionKind["key"], readonly T[]>>;

/**
 * Does the same thing with one function after the other, again and again (A B A B …), so that whatever else the machine does meets
 * both alike. Stops between two of them when the signal is given.
 */
export async function inTurn<T>(
  runs: number,
  kinds: readonly FunctionKind[],
  signal: AbortSignal,
  work: (kind: FunctionKind, run: number) => Promise<T>,
): Promise<ByFunction<T>> {
  const found: Record<FunctionKind["key"], T[]> = { own: [], aws: [] };
  for (let run = 0; run < runs; run += 1) {
    for (const kind of kinds) {
      signal.throwIfAborted();
      found[kind.key].push(await work(kind, run));
    }
  }
  return found;
}
