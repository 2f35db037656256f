import { createHash } from "node:crypto";
import { element, escapeMarkup } from "../../terminal/markup";
import { pageHead } from "../../terminal/page-head";
import { bytes, count, counted, duration } from "../../terminal/quantity";
import { scrollingFigure } from "../../terminal/scrolling";
import { oldestCredential } from "../labels";
import { metricsOf } from "../metrics";
import type { RehearsalRecord } from "../record";
import { verdictOf } from "../verdict";
import { PAGE_SCRIPT } from "./page-script";
import { rotationTable } from "./rotation-table";
import { timelinePicture, title } from "./timeline";

/**
 * The rehearsal as one HTML file: sums, picture, tables. It loads nothing, works without its script (which only shows tooltips),
 * and its own content policy forbids everything else.
 */
export function timelinePage(record: RehearsalRecord): string {
  const metrics = metricsOf(record);
  const verdict = verdictOf(record, metrics);
  const { svg, points } = timelinePicture(record);
  const problems = verdict.problems.map((problem) => element("li", {}, escapeMarkup(problem)));
  return [
    "<!doctype html>",
    '<html lang="en">',
    pageHead(title(record, metrics), contentPolicy()),
    "<body><main>",
    element("h1", { class: "repeated" }, escapeMarkup(title(record, metrics))),
    problems.length === 0 ? "" : element("ul", { class: "problems" }, ...problems),
    scrollingFigure(svg),
    element("section", { class: "sums" }, ...sums(record).map(sumCard)),
    element("section", {}, "<h2>Every rotation</h2>", rotationTable(record)),
    element("footer", {}, escapeMarkup(footer(record))),
    '</main><div id="tip" role="status" hidden></div>',
    `<script type="application/json" id="logins">${embeddedJson(points.map(({ x, y, text }) => [Math.round(x), Math.round(y), text]))}</script>`,
    `<script>${PAGE_SCRIPT}</script>`,
    "</body></html>",
  ].join("\n");
}

interface Sum {
  readonly number: string;
  readonly meaning: string;
}

function sums(record: RehearsalRecord): Sum[] {
  const metrics = metricsOf(record);
  const { apiCallsPerRotation: calls, loginsPerRotation: logins } = metrics;
  const oldest = oldestCredential(record.secrets);
  return [
    { number: count(metrics.failedLogins.length), meaning: `of ${counted(metrics.logins, "login")} failed` },
    { number: String(Math.max(calls.first, calls.later)), meaning: "API calls per rotation at most" },
    { number: String(Math.max(logins.first, logins.later)), meaning: "logins of the function per rotation at most" },
    { number: count(metrics.failedLoginsByFunction), meaning: "logins of the function failed" },
    { number: duration(oldest?.replacedForMs ?? 0), meaning: "after it was replaced, a credential still worked" },
    { number: duration(metrics.loginMilliseconds.median), meaning: "for a login and its query, in the median" },
  ];
}

function sumCard({ number, meaning }: Sum): string {
  return element("div", {}, element("strong", {}, escapeMarkup(number)), element("span", {}, escapeMarkup(meaning)));
}

function footer(record: RehearsalRecord): string {
  const { mysql, functionPackage, instances, startedAt } = record;
  const cold = instances.map((instance) => duration(instance.coldStartMs)).join(", ");
  return `${startedAt} · MySQL ${mysql.version} (${mysql.source}) · function ${bytes(functionPackage.bytes)} zipped, cold start ${cold}`;
}

/** Only the one inline script and inline styles: no request can leave the page. */
function contentPolicy(): string {
  const scriptHash = createHash("sha256").update(PAGE_SCRIPT).digest("base64");
  return `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptHash}'`;
}

/** JSON that cannot end its script element. */
function embeddedJson(value: unknown): string {
  return JSON.stringify(value).replace(/</g, "\\u003c");
}
