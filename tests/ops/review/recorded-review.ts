import path from "node:path";
import type { Review } from "../../../ops/review/model/change";
import { markOutdated } from "../../../ops/review/model/outdated";
import { readFailure } from "../../../ops/review/model/plan-failure";
import { readPlan } from "../../../ops/review/model/read-plan";
import { inOrder, readStack, type SynthesizedStack } from "../../../ops/review/model/synthesized";
import { readFixture } from "../../../tools/record-plans/fixtures";

const PLANS = path.join(__dirname, "plans");

/** The moment of every golden report, so that the next rotation is always the same. */
export const AT = new Date("2026-12-01T09:30:00Z");

/** A review made from the recorded plans of a scenario (`npm run record-plans`). */
export function recordedReview(scenario: string): {
  readonly review: Review;
  readonly synthesized: readonly SynthesizedStack[];
} {
  const recorded = readFixture(PLANS, scenario);
  const synthesized = inOrder(
    recorded.map((stack) => ({ ...readStack(stack.id, stack.synthesized), dependencies: stack.dependencies })),
  );
  const stacks = synthesized.map((stack) => {
    const plan = recorded.find(({ id }) => id === stack.id)?.plan ?? {};
    return typeof plan === "string"
      ? readFailure(stack, plan, { stacks: synthesized, deployed: new Map() })
      : readPlan(plan, stack);
  });
  return {
    review: { environment: "local", basis: "plan", stacks: markOutdated(stacks, synthesized), at: AT },
    synthesized,
  };
}
