/** Does `work` for every item, at most `most` at once, in order. Stops taking up further items after a failure or the signal. */
export async function atOnce<T>(
  max: number,
  items: readonly T[],
  signal: AbortSignal,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  let isBroken = false;
  const worker = async (): Promise<void> => {
    while (next < items.length && !isBroken) {
      signal.throwIfAborted();
      const index = next;
      next += 1;
      const item = items[index];
      if (item === undefined) return;
      await work(item, index).catch((error: unknown) => {
        isBroken = true;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(max, items.length) }, worker));
}
