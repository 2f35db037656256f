import type { AccessChange } from "../access/access-changes";
import type { Finding } from "../findings/finding";
import type { Review } from "../model/change";
import { type Counts, countsOf, exitCodeOf, isLoss } from "../model/counts";

/**
 * `summary.json`: a review for programs. `version` grows when a key changes its meaning or goes; new keys may come at any time.
 * Documented in docs/delivery.md.
 */
export interface ReviewSummary {
  readonly version: 1;
  readonly environment: string;
  /** `plan`: real plans. `comparison`: two synthesized versions. */
  readonly basis: Review["basis"];
  /** ISO 8601. */
  readonly at: string;
  /** The exit code of the command: 0 nothing to do, 2 changes, 3 destroys or replacements, 1 a stack could not be planned. */
  readonly exitCode: 0 | 1 | 2 | 3;
  /** The first line of the report, without Markdown. */
  readonly sentence: string;
  readonly stacks: readonly StackSummary[];
  readonly findings: readonly Finding[];
  readonly access: readonly AccessChange[];
}

export interface StackSummary extends Counts {
  readonly id: string;
  readonly state: "planned" | "waiting" | "failed" | "outdated";
  /** Addresses of what is destroyed or replaced. */
  readonly lost: readonly string[];
  /** Addresses of what was changed outside Terraform. */
  readonly drifted: readonly string[];
}

export function summaryOf(
  review: Review,
  { markdown, findings, access }: { markdown: string; findings: readonly Finding[]; access: readonly AccessChange[] },
): ReviewSummary {
  return {
    version: 1,
    environment: review.environment,
    basis: review.basis,
    at: review.at.toISOString(),
    exitCode: exitCodeOf(review),
    sentence: (markdown.split("\n")[0] ?? "").replaceAll(/[*`]/g, ""),
    stacks: review.stacks.map((stack) => ({
      id: stack.id,
      state: stack.kind === "planned" && stack.outdatedBy.length > 0 ? "outdated" : stack.kind,
      ...countsOf(stack.changes),
      lost: stack.changes.filter(isLoss).map(({ address }) => address),
      drifted: stack.kind === "planned" ? stack.drift.map(({ address }) => address) : [],
    })),
    findings,
    access,
  };
}
