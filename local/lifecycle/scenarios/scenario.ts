import type { LifecycleContext } from "../context";
import type { Recorder } from "../recorder";

/** One part of a lifecycle run. It begins and ends with every stack as its files say, so that any selection can run. */
export interface Scenario {
  /** For `--scenarios`. */
  readonly name: string;
  readonly title: string;
  /** Whether the short run has it, too. */
  readonly isInShort: boolean;
  run(context: LifecycleContext, recorder: Recorder): Promise<void>;
}
