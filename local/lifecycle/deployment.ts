import { errorsIn } from "../../ops/terraform/errors-in";
import { effectLine, effectProblems } from "../terraform/plan-effect";
import type { PlanOptions, StackPlan } from "../terraform/stack-terraform";
import { synthesizeLocal } from "../terraform/synthesize";
import { type Choices, STACKS, type StackName, writeChoices } from "../terraform/workspace";
import type { LifecycleContext } from "./context";
import type { Recorder } from "./recorder";

/** An apply that fails does so within this time, so that a person is still looking. */
export const FAILURE_WITHIN_MS = 120_000;

/** Edits the environment's file, so to speak: the stacks are synthesized with other choices. */
export async function choose(context: LifecycleContext, changed: Partial<Choices>): Promise<void> {
  context.choices = { ...context.choices, ...changed };
  writeChoices(context.workspace, context.choices);
  const { outFolder, zipFile } = context.workspace;
  await synthesizeLocal({ outFolder, zipFile, choices: context.choices });
  for (const stack of STACKS) await context.terraform.init(stack);
}

/** Plans a stack and checks that the plan does what was expected and nothing else. */
export async function planned(
  recorder: Recorder,
  context: LifecycleContext,
  stack: StackName,
  expected: readonly string[],
  options: PlanOptions = {},
): Promise<StackPlan> {
  const plan = await context.terraform.plan(stack, options);
  recorder.effect(plan.effect.map(effectLine));
  const problems = effectProblems(plan.effect, expected);
  recorder.check(
    `the plan of ${stack} does what was expected and nothing else`,
    problems.length === 0,
    problems.join("; "),
  );
  return plan;
}

/** Applies a plan; it must succeed. */
export async function applied(recorder: Recorder, context: LifecycleContext, plan: StackPlan): Promise<void> {
  const run = await context.terraform.apply(plan);
  recorder.check(`${plan.stack} is applied`, run.exitCode === 0, run.exitCode === 0 ? undefined : errorsIn(run.output));
}

/** Applies a plan that must fail within two minutes, and show cause and remedy while it does. Returns what Terraform printed as errors. */
export async function appliedInVain(
  recorder: Recorder,
  context: LifecycleContext,
  plan: StackPlan,
  shown: readonly { readonly what: string; readonly pattern: RegExp }[],
): Promise<void> {
  const run = await context.terraform.apply(plan);
  const errors = errorsIn(run.output);
  recorder.check("the apply fails", run.exitCode !== 0);
  recorder.check("it fails within two minutes", run.durationMs < FAILURE_WITHIN_MS, `${Math.round(run.durationMs)} ms`);
  for (const { what, pattern } of shown) recorder.check(`its output shows ${what}`, pattern.test(errors), errors);
}

/** Plans every stack (or some), side by side; each plan must be empty. */
export async function nothingToDo(
  recorder: Recorder,
  context: LifecycleContext,
  stacks: readonly StackName[] = STACKS,
): Promise<void> {
  const plans = await Promise.all(stacks.map((stack) => context.terraform.plan(stack)));
  for (const { stack, isEmpty, effect } of plans) {
    recorder.check(
      `the plan of ${stack} is empty`,
      isEmpty,
      effect.map(effectLine).join("; ") || "outputs that differ",
    );
  }
}
