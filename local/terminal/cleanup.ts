import { messageOf } from "./error";

type End = () => void | Promise<void>;

/** What has to be stopped or removed at the end, in the reverse of the order in which it was started. */
export interface Cleanup {
  /** Registers how to end something that was just started. Returns a way to end it earlier: it is ended once. */
  add(what: string, end: End): () => Promise<void>;
  /** Ends everything, each once, and continues after a failure. Returns what could not be ended, as lines of text. */
  run(): Promise<readonly string[]>;
}

/** Makes a cleanup that has nothing to do yet. */
export function cleanup(): Cleanup {
  const endings: { readonly what: string; readonly end: () => Promise<void> }[] = [];
  return {
    add(what, end) {
      let ending: Promise<void> | undefined;
      const endOnce = (): Promise<void> => {
        ending ??= (async () => end())();
        return ending;
      };
      endings.push({ what, end: endOnce });
      return endOnce;
    },
    async run() {
      const failures: string[] = [];
      for (let ending = endings.pop(); ending !== undefined; ending = endings.pop()) {
        try {
          await ending.end();
        } catch (error) {
          failures.push(`could not end ${ending.what}: ${messageOf(error)}`);
        }
      }
      return failures;
    },
  };
}
