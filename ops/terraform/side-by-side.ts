import { availableParallelism } from "node:os";

/** Each Terraform with its provider wants a core for some seconds and 200 MB. */
const MAX_SIDE_BY_SIDE = Math.max(2, Math.min(4, availableParallelism()));

/** Does the work for each item, at most {@link MAX_SIDE_BY_SIDE} at a time, and returns the results in the order of the items. */
export async function sideBySide<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const waiting = [...items.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, item] = next;
      results[index] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: MAX_SIDE_BY_SIDE }, worker));
  return results;
}
