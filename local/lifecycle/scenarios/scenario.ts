import type { World } from "../context";
import type { Stage } from "../recorder";

/** One part of an environment's life. It begins and ends with every stack as its files say, so that any selection can be played. */
export interface Scene {
  /** For `--scenes`. */
  readonly name: string;
  readonly title: string;
  /** Whether the short life has it, too. */
  readonly isInShort: boolean;
  play(world: World, stage: Stage): Promise<void>;
}
