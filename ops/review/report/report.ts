import { type AccessChange, accessChanges } from "../access/access-changes";
import { labelsOf } from "../access/labels";
import { findingsOf } from "../findings/all-rules";
import type { Finding } from "../findings/finding";
import type { Review } from "../model/change";
import { isFirstDeployment } from "../model/counts";
import type { SynthesizedStack } from "../model/synthesized";
import { accessTable } from "./access";
import { costDifference } from "./cost";
import { details } from "./details";
import { drift } from "./drift";
import { failures } from "./failures";
import { firstLine } from "./first-line";
import { guardRails } from "./guard-rails";
import { losses } from "./losses";
import { meaning } from "./meaning";
import { fitted, type Section } from "./section";
import { stackTable } from "./stack-table";

/** A comment of GitHub holds 65,536 characters; of GitLab and of chats, more and less. */
export const MAX_REPORT_CHARACTERS = 60_000;

/** What is known about a review beside the plans. */
export interface ReportContext {
  /** The synthesized stacks of both sides; with real plans both are the head's. */
  readonly synthesized: { readonly before: readonly SynthesizedStack[]; readonly after: readonly SynthesizedStack[] };
  /** Where the review comes from: commit, base, versions. One line each. */
  readonly origin: readonly string[];
  /** Further sections: scanners, costs. */
  readonly extras?: readonly Section[];
  readonly maxCharacters?: number;
}

/** A review in words, for people and for programs. */
export interface Reported {
  readonly markdown: string;
  readonly findings: readonly Finding[];
  readonly access: readonly AccessChange[];
}

/** Writes the report of one environment. The first screen says what happens; what follows says it in full. */
export function report(review: Review, context: ReportContext): Reported {
  const { before, after } = context.synthesized;
  const findings = findingsOf(review);
  const access = accessChanges(review, { before: labelsOf(before, review), after: labelsOf(after, review) });
  const isFirst = review.stacks.every((stack) => isFirstDeployment(stack) || stack.kind === "failed");
  const sections: readonly Section[] = [
    { head: [firstLine(review, findings)], items: [], what: "" },
    stackTable(review),
    ...failures(review),
    ...losses(review),
    ...meaning(findings),
    ...accessTable(access, isFirst),
    ...drift(review),
    ...costDifference(review, after[0]?.region ?? before[0]?.region ?? ""),
    ...guardRails(after),
    ...(context.extras ?? []),
    ...details(review),
  ];
  // The last line is how a workflow finds its comment, to update it in place.
  const footer = [
    ...context.origin.map((line) => `<sub>${line}</sub>`),
    "",
    `<!-- plan-review: ${review.environment} -->`,
    "",
  ].join("\n");
  const markdown = fitted(sections, footer, context.maxCharacters ?? MAX_REPORT_CHARACTERS);
  return { markdown, findings, access };
}
