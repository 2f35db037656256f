import { element, text, tip } from "../../terminal/markup";
import { versionNumbers } from "../labels";
import type { LabelSpan, SecretRecord } from "../record";
import { labelLanes } from "./label-lanes";
import type { Lane, SecretLanes } from "./layout";
import type { TimeScale } from "./scale";
import { userClass } from "./style";
import { textWidth } from "./text-width";

/** One bar per version and label on the lane of its user: full for AWSCURRENT, tinted for AWSPREVIOUS, hatched for AWSPENDING. */
export function labelBars(secret: SecretRecord, lanes: SecretLanes, scale: TimeScale): string {
  const numbers = versionNumbers(secret.labels);
  const rows = labelLanes(secret);
  const rowOf = (span: LabelSpan) => rows.names[rows.indexOf(span)] ?? "";
  return inDrawingOrder(secret.labels)
    .filter((span) => span.fromMs < scale.toMs && (span.toMs ?? scale.toMs) > scale.fromMs)
    .map((span) => {
      const lane = lanes.users.get(rowOf(span));
      const colour = userClass(rows.indexOf(span));
      const row = secret.labels.filter((other) => rowOf(other) === rowOf(span));
      const version = numbers.get(span.versionId) ?? 0;
      return lane === undefined ? "" : bar(span, version, lane, scale, colour, coveredFromMs(span, row));
    })
    .join("")
    .concat(
      ...[...lanes.users].map(([row, lane]) => {
        const spans = secret.labels.filter((span) => rowOf(span) === row);
        return absence(spans, lane, scale);
      }),
    );
}

/** Says on the empty lane of a user or password that the first rotation has yet to create it. */
function absence(spans: readonly LabelSpan[], lane: Lane, scale: TimeScale): string {
  const firstMs = Math.min(...spans.map((span) => span.fromMs));
  const words = ["does not exist yet", "not yet"].find(
    (text) => textWidth(text, 11) + 16 <= scale.x(firstMs) - scale.left,
  );
  return words === undefined ? "" : text(scale.left + 8, lane.top + lane.height / 2 + 4, "small muted", words);
}

/** When the bar of a pending version begins to cover this one; undefined where none does. */
function coveredFromMs(span: LabelSpan, row: readonly LabelSpan[]): number | undefined {
  const covering = row.filter(
    ({ label, fromMs }) =>
      span.label !== "AWSPENDING" && label === "AWSPENDING" && fromMs > span.fromMs && fromMs < (span.toMs ?? Infinity),
  );
  return covering.length === 0 ? undefined : Math.min(...covering.map(({ fromMs }) => fromMs));
}

/** AWSPENDING is drawn last: it is the short one, on a lane that another label still covers. */
function inDrawingOrder(labels: readonly LabelSpan[]): LabelSpan[] {
  const depth = { AWSPREVIOUS: 0, AWSCURRENT: 1, AWSPENDING: 2 };
  return [...labels].sort((one, other) => depth[one.label] - depth[other.label] || one.fromMs - other.fromMs);
}

function bar(
  span: LabelSpan,
  version: number,
  lane: Lane,
  scale: TimeScale,
  user: string,
  coveredMs: number | undefined,
): string {
  const x = scale.x(span.fromMs);
  const width = Math.max(1.5, scale.x(span.toMs ?? scale.toMs) - x);
  const kind = { AWSCURRENT: "current", AWSPREVIOUS: "previous", AWSPENDING: "pending" }[span.label];
  const until = span.toMs === undefined ? "the end" : seconds(span.toMs);
  const inset = span.label === "AWSCURRENT" ? 0 : 0.5;
  const shape = {
    x: x + inset,
    y: lane.top + inset,
    width: Math.max(1, width - 2 * inset),
    height: lane.height - 2 * inset,
    rx: Math.min(4, width / 3),
  };
  return element(
    "g",
    {},
    tip(`${span.label}: version ${version} (${span.username}) from ${seconds(span.fromMs)} to ${until}`),
    element("rect", { class: `${user} ${kind}`, ...shape }),
    caption(span, version, x, coveredMs === undefined ? width : scale.x(coveredMs) - x, lane, user),
  );
}

/** The longest caption that fits. */
function caption(span: LabelSpan, version: number, x: number, width: number, lane: Lane, user: string): string {
  const candidates = [`${span.label} · version ${version}`, `${span.label} · v${version}`, span.label, `v${version}`];
  const fitting = candidates.find((candidate) => textWidth(candidate) * 1.08 + 14 <= width);
  if (fitting === undefined) return "";
  // Ink: muted text has a contrast of 3.6 on the tint of a previous version, and AA wants 4.5.
  const colour = { AWSCURRENT: `${user} on strong`, AWSPREVIOUS: "ink", AWSPENDING: "halo" }[span.label];
  return text(x + 8, lane.top + lane.height / 2 + 4, colour, fitting);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
