import { element, escapeMarkup } from "../../terminal/markup";
import { pageHead } from "../../terminal/page-head";
import { duration } from "../../terminal/quantity";
import { scrollingFigure, scrollingTable } from "../../terminal/scrolling";
import type { LifecycleResult, ScenarioResult } from "../record";
import { lifecycleTitle } from "../report";
import { lifecycleProblems } from "../verdict";
import { lifecycleTimeline } from "./timeline";

const CAPTION =
  "Bars are scenarios and their steps. A framed bar beside the logins is a time without clients; a ring is a rotation that failed as it should.";
const HEAD = ["Done", "Time", "Effect of plans", "Held"]
  .map((title) => element("th", { scope: "col" }, title))
  .join("");

/** The lifecycle run as one HTML file: the drawing, and what was done and checked in each scenario. It loads nothing and runs no script. */
export function lifecyclePage(record: LifecycleResult): string {
  const problems = lifecycleProblems(record).map((problem) => element("li", {}, escapeMarkup(problem)));
  const { terraform, provider, mysql } = record.versions;
  return [
    "<!doctype html>",
    '<html lang="en">',
    pageHead("The lifecycle of an environment", "default-src 'none'; style-src 'unsafe-inline'"),
    "<body><main>",
    element("h1", {}, escapeMarkup(lifecycleTitle(record))),
    problems.length === 0 ? "" : element("ul", { class: "problems" }, ...problems),
    scrollingFigure(lifecycleTimeline(record), CAPTION),
    ...record.scenarios.map(scenarioSection),
    element(
      "footer",
      {},
      escapeMarkup(
        `${record.startedAt} · Terraform ${terraform} · AWS provider ${provider} · MySQL ${mysql} · ${record.calls} calls of a local AWS · ` +
          `${record.passwords} passwords, found in nothing that was written`,
      ),
    ),
    "</main></body></html>",
  ].join("\n");
}

function scenarioSection({ title, durationMs, outcome, steps }: ScenarioResult): string {
  const rows = steps.map(({ words, durationMs: took, effect, checks }) =>
    element(
      "tr",
      {},
      element("td", {}, escapeMarkup(words)),
      element("td", { class: "number" }, duration(took)),
      element("td", {}, effect.map(escapeMarkup).join("<br>")),
      element("td", {}, checks.map(escapeMarkup).join("<br>")),
    ),
  );
  return element(
    "section",
    {},
    element("h2", {}, escapeMarkup(`${title}, ${duration(durationMs)}`)),
    outcome.ok ? "" : element("p", { class: "failed" }, escapeMarkup(outcome.reason)),
    scrollingTable(title, HEAD, rows),
  );
}
