import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { report } from "../../../ops/review/report/report";
import { recordedReview } from "./recorded-review";

const REPORTS = path.join(__dirname, "reports");

/** Set to write the reports anew; then read every one of them before it is committed. */
const IS_WRITING = process.env.WRITE_REPORTS !== undefined;

/** What the first line of each report has to tell. */
const FIRST_LINES: readonly (readonly [string, RegExp])[] = [
  ["nothing-deployed", /nothing is deployed yet/],
  ["nothing-to-do", /nothing to do/],
  ["privilege-added", /`reporting` gains `INSERT`/],
  ["schedule-changed", /schedule of `local\/shop` becomes `rate\(7 days\)`; `local\/shop` rotates now/],
  ["strategy-changed", /strategy of `local\/search` becomes `alternating-users`/],
  ["database-replaced", /database `local-mysql` is replaced and its data is lost/],
  ["bastion-opened", /port 22 opens to the whole internet/],
  ["secret-removed", /secret `local\/reporting` is deleted/],
  ["provider-error", /could not be planned \(`local-database`\)/],
  ["value-masked", /changed/],
];

describe("the report of recorded plans", () => {
  it.each(FIRST_LINES)("%s: says it in the first line, and in full below", (scenario, expected) => {
    const { review, synthesized } = recordedReview(scenario);
    const { markdown } = report(review, {
      synthesized: { before: synthesized, after: synthesized },
      origin: ["recorded plans"],
    });
    const file = path.join(REPORTS, `${scenario}.md`);
    if (IS_WRITING) writeFileSync(file, markdown);
    expect(markdown.split("\n")[0]).toMatch(expected);
    expect(markdown).toBe(readFileSync(file, "utf8"));
  });

  it("never shows a value whose name says that it is secret", () => {
    const { review, synthesized } = recordedReview("value-masked");
    const { markdown } = report(review, { synthesized: { before: synthesized, after: synthesized }, origin: [] });
    expect(markdown).toContain("api-token");
    expect(markdown).not.toContain("not-a-real-token");
  });
});
