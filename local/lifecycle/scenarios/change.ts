import { readFileSync } from "node:fs";
import path from "node:path";
import type { Attributes } from "../../../ops/review/model/change";
import { changedResources } from "../../terraform/changed-resources";
import type { Overlay } from "../../terraform/overlay";
import { effectLine, effectProblems } from "../../terraform/plan-effect";
import { STACKS, type StackName, stackFolder, type Workspace } from "../../terraform/workspace";
import type { LifecycleContext } from "../context";
import { choose } from "../deployment";
import type { Recorder } from "../recorder";

/** One edit of the environment's file, and what it must do. */
export interface Change {
  readonly words: string;
  readonly overlay?: Overlay;
  readonly packagedRegions?: readonly string[];
  /** What the plans of the stacks that it touches do; all others are not touched. */
  readonly expected: Partial<Readonly<Record<StackName, readonly string[]>>>;
}

/**
 * Makes each change alone, looks at which resources it configures otherwise, and takes it back. Planning each alone would cost ten
 * times as much and say little more: the plan of all of them together must do the sum of what each is expected to do, and nothing else.
 */
export async function tryEach(
  context: LifecycleContext,
  recorder: Recorder,
  changes: readonly Change[],
): Promise<void> {
  const before = context.choices;
  const unchanged = synthesized(context.workspace);
  for (const { words, overlay = {}, packagedRegions = before.packagedRegions, expected } of changes) {
    await recorder.step(`change ${words}`, async () => {
      await choose(context, { overlay: { ...before.overlay, ...overlay }, packagedRegions });
      const now = synthesized(context.workspace);
      for (const stack of STACKS) {
        const effect = changedResources(unchanged[stack], now[stack]);
        recorder.effect(effect.map(effectLine));
        const allowed = expected[stack] ?? [];
        // That an update is a replacement is known to the plan only.
        const updates = allowed.map((line) => line.replace(/^-\/\+ /, "~ "));
        const problems = effectProblems(effect, [...allowed, ...updates]).filter((problem) =>
          problem.startsWith("not expected"),
        );
        const isRight = problems.length === 0 && allowed.length > 0 === effect.length > 0;
        recorder.check(
          `${stack} is ${allowed.length > 0 ? "configured as expected" : "not touched"}`,
          isRight,
          problems.join("; "),
        );
      }
    });
  }
  await choose(context, before);
}

/** What a stack's plan does when all the changes are made together. */
export function expectedOfAll(changes: readonly Change[], stack: StackName): readonly string[] {
  return [...new Set(changes.flatMap((change) => change.expected[stack] ?? []))];
}

function synthesized(workspace: Workspace): Readonly<Record<StackName, Attributes>> {
  const read = (stack: StackName): Attributes =>
    JSON.parse(readFileSync(path.join(stackFolder(workspace, stack), "cdk.tf.json"), "utf8"));
  return Object.fromEntries(STACKS.map((stack) => [stack, read(stack)])) as Record<StackName, Attributes>;
}
