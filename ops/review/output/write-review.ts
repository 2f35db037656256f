import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Review } from "../model/change";
import { type ReportContext, report } from "../report/report";
import { checkedText } from "./leak-check";
import { picture } from "./picture";
import { type ReviewSummary, summaryOf } from "./summary";

/** What is written besides the plans. */
export interface WrittenReview {
  readonly folder: string;
  readonly summary: ReviewSummary;
}

/**
 * Writes `report.md` (fits into a comment), `full-report.md` (nothing left out), `picture.svg` and `summary.json` into the environment's folder.
 *
 * @param known passwords that must not be in any of them
 * @throws DeliveryError `secret_in_report`
 */
export function writeReview(
  outFolder: string,
  review: Review,
  context: ReportContext,
  known?: ReadonlySet<string>,
): WrittenReview {
  const reported = report(review, context);
  const full = report(review, { ...context, maxCharacters: Number.MAX_SAFE_INTEGER });
  const summary = summaryOf(review, reported);
  const texts = Object.entries({
    "report.md": reported.markdown,
    "full-report.md": full.markdown,
    "picture.svg": picture(review),
    "summary.json": `${JSON.stringify(summary, undefined, 2)}\n`,
  }).map(([name, text]) => [name, checkedText(name, text, known)] as const);
  const folder = path.join(outFolder, review.environment);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, text] of texts) writeFileSync(path.join(folder, name), text, { mode: 0o600 });
  return { folder, summary };
}
