import path from "node:path";
import { asObject } from "../../stacks/guard-rails/json";
import { errorsIn } from "../terraform/errors-in";
import { sideBySide } from "../terraform/side-by-side";
import type { StackReview } from "./model/change";
import { readFailure } from "./model/plan-failure";
import { readPlan } from "./model/read-plan";
import type { SynthesizedStack } from "./model/synthesized";
import type { OpenEnvironment } from "./open-environment";

export interface PlannedByTerraform {
  readonly stackFolder: string;
  readonly planFile: string;
  readonly hasChanges: boolean;
  readonly review: StackReview;
}

export interface PlanMode {
  /** Takes no lock. */
  readonly isReadOnly?: boolean;
  /** What a destruction would do. */
  readonly isDestroy?: boolean;
}

/** Exit codes of `terraform plan -detailed-exitcode`. */
const NO_CHANGES = 0;
const CHANGES = 2;

/**
 * Plans all stacks side by side: a plan reads the states of others and never their plans. Where nothing differs anywhere, the plans are
 * not read: each reading starts the provider once more.
 */
export async function planStacks(
  { stacks, runner, folderOf }: OpenEnvironment,
  plansFolder: string,
  { isReadOnly = false, isDestroy = false }: PlanMode = {},
): Promise<readonly PlannedByTerraform[]> {
  const mode = [isReadOnly ? "-lock=false" : "-lock-timeout=60s", ...(isDestroy ? ["-destroy"] : [])];
  const runs = await sideBySide(stacks, async (stack) => {
    const stackFolder = folderOf(stack.id);
    // Not .tfplan: Atlantis takes every untracked file of that name for a plan of its own, and applies it.
    const planFile = path.join(plansFolder, `${stack.id}.plan`);
    const run = await runner.run(stackFolder, [
      "plan",
      "-input=false",
      "-detailed-exitcode",
      `-out=${planFile}`,
      ...mode,
    ]);
    return { stack, stackFolder, planFile, run };
  });
  const isAnyChanged = runs.some(({ run }) => run.exitCode !== NO_CHANGES);
  return await sideBySide(runs, async ({ stack, stackFolder, planFile, run }) => {
    const hasChanges = run.exitCode === CHANGES;
    const review: StackReview =
      run.exitCode !== NO_CHANGES && !hasChanges
        ? await failureOf(stack, stackFolder, run.output)
        : isAnyChanged
          ? await readPlanFile(stack, stackFolder, planFile)
          : readPlan({}, stack);
    return { stackFolder, planFile, hasChanges, review };
  });

  async function failureOf(stack: SynthesizedStack, folder: string, output: string): Promise<StackReview> {
    // Where a state cannot be read, the plan's own error is about it.
    const deployed = await runner.deployedIn(folder).catch(() => new Map());
    // A stack is destroyed with the outputs that are there: one that is missing is a failure then.
    return readFailure(stack, output, { stacks: isDestroy ? [] : stacks, deployed });
  }

  async function readPlanFile(stack: SynthesizedStack, folder: string, file: string): Promise<StackReview> {
    const shown = await runner.read(folder, ["show", "-json", file]);
    if (shown.exitCode !== 0) return { kind: "failed", id: stack.id, error: errorsIn(shown.output), changes: [] };
    return readPlan(asObject(JSON.parse(shown.stdout)), stack);
  }
}
