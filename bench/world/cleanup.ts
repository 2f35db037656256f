import type { Cleanup as OrderedCleanup } from "../../local/terminal/cleanup";

/** What has to be ended when the command ends, and may be ended before. */
export interface Cleanup {
  add(what: string, end: () => void | Promise<void>): void;
  /** Remembers how to end something, and gives a way to end it now; it ends once. */
  once(what: string, end: () => Promise<void>): () => Promise<void>;
}

/** Adds `once` to a cleanup that ends everything in the reverse of its order. */
export function withEarlyEnds(ordered: OrderedCleanup): Cleanup {
  return {
    add: (what, end) => ordered.add(what, end),
    once(what, end) {
      let ending: Promise<void> | undefined;
      const endOnce = (): Promise<void> => {
        ending ??= end();
        return ending;
      };
      ordered.add(what, endOnce);
      return endOnce;
    },
  };
}
