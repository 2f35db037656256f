import type { RehearsalClock } from "../terminal/clock";
import { LocalError } from "../terminal/error";
import type { Say } from "../terminal/progress";
import type { ActRecord } from "./record";

/** Where a scene is played: it does one thing after the other and says what must hold; everything is recorded with its time. */
export interface Stage {
  /** Does one thing. Facts and effects that are told meanwhile belong to it. */
  act<T>(words: string, work: () => Promise<T>): Promise<T>;
  /** Throws `scene_failed` unless it holds. `found` says what was there instead. */
  check(fact: string, holds: boolean, found?: string): void;
  /** What a plan does, for the record. */
  effect(lines: readonly string[]): void;
}

interface OpenAct {
  readonly words: string;
  readonly startMs: number;
  readonly effect: string[];
  readonly facts: string[];
}

export interface RecordingStage extends Stage {
  acts(): readonly ActRecord[];
}

/** A stage for one scene. */
export function newStage(clock: RehearsalClock, say: Say): RecordingStage {
  const acts: ActRecord[] = [];
  let open: OpenAct | undefined;
  return {
    async act(words, work) {
      const mine: OpenAct = { words, startMs: clock.nowMs(), effect: [], facts: [] };
      open = mine;
      say.now(words);
      try {
        return await work();
      } finally {
        const act = { ...mine, durationMs: Math.round(clock.nowMs() - mine.startMs) };
        acts.push(act);
        say.note(`${words} (${(act.durationMs / 1000).toFixed(1)} s)`);
        open = undefined;
      }
    },
    check(fact, holds, found) {
      if (holds) {
        open?.facts.push(fact);
        return;
      }
      throw new LocalError("scene_failed", {
        problem: `${open === undefined ? "" : `${open.words}: `}it does not hold that ${fact}`,
        ...(found === undefined ? {} : { found }),
        remedy: "read the log that is named below; --keep leaves everything as it is",
      });
    },
    effect: (lines) => void open?.effect.push(...lines),
    acts: () => [...acts],
  };
}
