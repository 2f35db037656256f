import { readFileSync } from "node:fs";
import path from "node:path";
import type { Overlay } from "../../deployment/overlay";
import { STACKS, type StackName, stackFolder, type Workspace } from "../../deployment/workspace";
import { choose, planned } from "../deployment";
import type { Stage } from "../stage";
import type { World } from "../world";

/** One edit of the environment's file, and what it must do. */
export interface Change {
  readonly words: string;
  readonly overlay?: Overlay;
  readonly packagedRegions?: readonly string[];
  /** What the plans of the stacks that it touches do; all others are not touched. */
  readonly expected: Partial<Readonly<Record<StackName, readonly string[]>>>;
}

/**
 * Makes each change alone and plans what it touches, then takes it back. Plans compare configuration and state only here: that
 * nothing else differs was seen before, and is seen again when the changes are applied together.
 */
export async function planEach(world: World, stage: Stage, changes: readonly Change[]): Promise<void> {
  const before = world.choices;
  const unchanged = synthesized(world.workspace);
  for (const { words, overlay = {}, packagedRegions = before.packagedRegions, expected } of changes) {
    await stage.act(`plan: ${words}`, async () => {
      await choose(world, { overlay: { ...before.overlay, ...overlay }, packagedRegions });
      const now = synthesized(world.workspace);
      for (const stack of STACKS) {
        const effect = expected[stack];
        if (effect === undefined) stage.check(`${stack} is not touched`, now[stack] === unchanged[stack]);
        else await planned(stage, world, stack, effect, { refresh: false });
      }
    });
  }
  await choose(world, before);
}

/** All of them as one change: overlays of different keys side by side, expectations together. */
export function together(words: string, changes: readonly Change[], overlay: Overlay): Change {
  const expected = Object.fromEntries(
    STACKS.flatMap((stack) => {
      const lines = changes.flatMap((change) => change.expected[stack] ?? []);
      return lines.length === 0 ? [] : [[stack, [...new Set(lines)]]];
    }),
  );
  const packagedRegions = changes.flatMap((change) => change.packagedRegions ?? []);
  return { words, overlay, expected, ...(packagedRegions.length === 0 ? {} : { packagedRegions }) };
}

function synthesized(workspace: Workspace): Readonly<Record<StackName, string>> {
  const text = (stack: StackName) => readFileSync(path.join(stackFolder(workspace, stack), "cdk.tf.json"), "utf8");
  return Object.fromEntries(STACKS.map((stack) => [stack, text(stack)])) as Record<StackName, string>;
}
