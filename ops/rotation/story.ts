import type { LogLine, SecretState } from "../aws/ports";
import { duration, secondOf } from "../output/quantity";
import type { Style } from "../output/style";
import { cureLine, isErrorCode } from "../runbook/describe-entry";
import { RUNBOOK_ENTRIES } from "../runbook/entries";
import { type OutcomeLine, outcomeLine } from "./outcome-line";

/** One rotation as the function's log tells it. The token is the correlation id: Secrets Manager sends it with every step. */
export interface RotationStory {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly steps: readonly OutcomeLine[];
  readonly state: "complete" | "failed" | "unfinished";
}

/** The rotations in these lines, oldest first. Lines without a token are no part of a rotation. */
export function rotationStories(lines: readonly LogLine[]): readonly RotationStory[] {
  const byToken = new Map<string, OutcomeLine[]>();
  for (const line of lines) {
    const outcome = outcomeLine(line);
    if (outcome?.isStep !== true || outcome.token === undefined) continue;
    byToken.set(outcome.token, [...(byToken.get(outcome.token) ?? []), outcome]);
  }
  return [...byToken].map(([token, steps]) => {
    const last = steps.at(-1);
    const isComplete = steps.some(({ what, failure }) => what === "finishSecret" && failure === undefined);
    return {
      token,
      // A line is written at the end of its step.
      startedAt: (steps[0]?.at ?? 0) - (steps[0]?.durationMs ?? 0),
      endedAt: last?.at ?? 0,
      steps,
      state: isComplete ? "complete" : last?.failure === undefined ? "unfinished" : "failed",
    };
  });
}

/** The story for a person. */
export function storyText(story: RotationStory, secret: Pick<SecretState, "labels">, style: Style): string {
  const { token, startedAt, endedAt, steps, state } = story;
  const labels = secret.labels.get(token) ?? [];
  const end = {
    complete: style.good(`complete after ${duration(endedAt - startedAt)}`),
    failed: style.bad("failed"),
    // RotateSecret with RotateImmediately false has the function test the value, and rotates nothing.
    unfinished: steps.every(({ what }) => what === "testSecret")
      ? style.good("a test of the value, without a rotation")
      : style.warn("not complete"),
  }[state];
  return [
    style.bold(`${secondOf(startedAt)}  rotation ${token}`) + (labels.length === 0 ? "" : ` (${labels.join(", ")})`),
    ...steps.flatMap((step) => stepText(step, style)),
    `  ${end}`,
  ].join("\n");
}

/** One step: a line, and below it the function's own error. */
export function stepText({ at, what, durationMs, failure }: OutcomeLine, style: Style): readonly string[] {
  const took = durationMs === undefined ? "" : duration(durationMs);
  const outcome = failure === undefined ? style.good("ok") : style.bad(failure.code);
  const line = `  ${new Date(at).toISOString().slice(11, 19)}  ${what.padEnd(12)}  ${took.padStart(7)}  ${outcome}`;
  if (failure === undefined) return [line];
  return [line, `            ${failure.message}`, `            effect on the database: ${failure.effect}`];
}

/** The command to start with after a failure. */
export function nextCommand(code: string, environment: string, secret: string): string {
  const command = isErrorCode(code) ? RUNBOOK_ENTRIES[code].command : undefined;
  return command === undefined ? `npm run ops -- explain ${code}` : cureLine(command, environment, secret);
}
