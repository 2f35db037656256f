import path from "node:path";
import type { StackRunner, StateId } from "../terraform/stack-runner";
import { fileSha256, type Manifest } from "./manifest";

/** What is now, to be held against what the plans were made from. */
export interface Current {
  readonly commit: string;
  readonly configurationSha256: string;
  readonly providerLockSha256: string;
  readonly states: ReadonlyMap<string, StateId | undefined>;
}

/**
 * Why saved plans must not be applied any more, one line each; none when everything is as it was. Terraform itself refuses a plan only
 * when its own stack's state has moved.
 */
export function outdatedReasons(manifest: Manifest, folder: string, current: Current): readonly string[] {
  const moved = (what: string, before: string, after: string): readonly string[] =>
    before === after ? [] : [`${what} changed: planned with ${before.slice(0, 12)}, found ${after.slice(0, 12)}`];
  return [
    ...moved("the commit", manifest.commit, current.commit),
    ...moved("the configuration", manifest.configurationSha256, current.configurationSha256),
    ...moved("the provider lock file", manifest.providerLockSha256, current.providerLockSha256),
    ...manifest.stacks.flatMap(({ id, state, plan }) => [
      ...stateMoved(id, state, current.states.get(id)),
      ...(plan === undefined ? [] : planMoved(id, path.join(folder, plan.file), plan.sha256)),
    ]),
  ];
}

function stateMoved(id: string, before: StateId | undefined, after: StateId | undefined): readonly string[] {
  if (before?.serial === after?.serial && before?.lineage === after?.lineage) return [];
  const words = (state: StateId | undefined): string => (state === undefined ? "no state" : `serial ${state.serial}`);
  return [`somebody changed the state of ${id} in between: planned with ${words(before)}, found ${words(after)}`];
}

function planMoved(id: string, file: string, sha256: string): readonly string[] {
  try {
    return fileSha256(file) === sha256 ? [] : [`the plan file of ${id} is not the one that was reviewed`];
  } catch {
    return [`the plan file of ${id} is missing: ${file}`];
  }
}

/** The states of all stacks of a manifest. */
export async function statesOf(
  runner: StackRunner,
  manifest: Manifest,
  folderOf: (id: string) => string,
): Promise<ReadonlyMap<string, StateId | undefined>> {
  const states = await Promise.all(
    manifest.stacks.map(async ({ id }) => [id, await runner.stateOf(folderOf(id))] as const),
  );
  return new Map(states);
}
