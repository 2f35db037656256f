import type { RehearsalClock } from "../terminal/clock";
import { LocalError } from "../terminal/error";
import type { Say } from "../terminal/progress";
import type { StepResult } from "./record";

/** Records what a scenario does: its steps one after the other, what each must have achieved, and when. */
export interface Recorder {
  /** Runs one step. Checks and effects that are recorded meanwhile belong to it. */
  step<T>(words: string, work: () => Promise<T>): Promise<T>;
  /** Throws `scenario_failed` unless it holds. `found` says what was there instead. */
  check(check: string, holds: boolean, found?: string): void;
  /** What a plan does, for the record. */
  effect(lines: readonly string[]): void;
}

interface OpenStep {
  readonly words: string;
  readonly startMs: number;
  readonly effect: string[];
  readonly checks: string[];
}

export interface ScenarioRecorder extends Recorder {
  steps(): readonly StepResult[];
}

/** Makes the recorder of one scenario. */
export function newRecorder(clock: RehearsalClock, say: Say): ScenarioRecorder {
  const steps: StepResult[] = [];
  let open: OpenStep | undefined;
  return {
    async step(words, work) {
      const mine: OpenStep = { words, startMs: clock.nowMs(), effect: [], checks: [] };
      open = mine;
      say.now(words);
      try {
        return await work();
      } finally {
        const step = { ...mine, durationMs: Math.round(clock.nowMs() - mine.startMs) };
        steps.push(step);
        say.note(`${words} (${(step.durationMs / 1000).toFixed(1)} s)`);
        open = undefined;
      }
    },
    check(check, holds, found) {
      if (holds) {
        open?.checks.push(check);
        return;
      }
      throw new LocalError("scenario_failed", {
        problem: `${open === undefined ? "" : `${open.words}: `}check failed: ${check}`,
        ...(found === undefined ? {} : { found }),
        remedy: "read the log that is named below; --keep leaves everything as it is",
      });
    },
    effect: (lines) => void open?.effect.push(...lines),
    steps: () => [...steps],
  };
}
