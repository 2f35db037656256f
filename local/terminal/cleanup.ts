/** What has to be stopped or removed at the end, in the reverse of the order in which it was started. */
export interface Cleanup {
  /** Remembers how to end something that was just started. */
  add(what: string, end: () => void | Promise<void>): void;
  /** Ends everything, each once, and goes on after a failure. Returns what could not be ended, as lines of text. */
  run(): Promise<readonly string[]>;
}

/** Makes a cleanup that has nothing to do yet. */
export function cleanup(): Cleanup {
  const endings: { readonly what: string; readonly end: () => void | Promise<void> }[] = [];
  return {
    add(what, end) {
      endings.push({ what, end });
    },
    async run() {
      const failures: string[] = [];
      for (let ending = endings.pop(); ending !== undefined; ending = endings.pop()) {
        try {
          await ending.end();
        } catch (error) {
          failures.push(`could not end ${ending.what}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
      return failures;
    },
  };
}
