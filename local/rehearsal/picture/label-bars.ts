import type { LabelSpan, SecretRecord } from "../record";
import type { Lane, SecretLanes } from "./layout";
import { element, text, tip } from "./markup";
import type { TimeScale } from "./scale";
import { userClass } from "./style";
import { textWidth } from "./text-width";

/** One bar per version and label on the lane of its user: full for AWSCURRENT, tinted for AWSPREVIOUS, hatched for AWSPENDING. */
export function labelBars(secret: SecretRecord, lanes: SecretLanes, scale: TimeScale): string {
  const numbers = versionNumbers(secret.labels);
  return inDrawingOrder(secret.labels)
    .filter((span) => span.fromMs < scale.toMs && (span.toMs ?? scale.toMs) > scale.fromMs)
    .map((span) => {
      const lane = lanes.users.get(span.username);
      return lane === undefined ? "" : bar(secret, span, numbers.get(span.versionId) ?? 0, lane, scale);
    })
    .join("")
    .concat(...[...lanes.users].map(([user, lane]) => absence(secret, user, lane, scale)));
}

/** Says on the empty lane of a user that the first rotation has yet to create it. */
function absence(secret: SecretRecord, user: string, lane: Lane, scale: TimeScale): string {
  const firstMs = Math.min(...secret.labels.filter((span) => span.username === user).map((span) => span.fromMs));
  const words = ["does not exist yet", "not yet"].find(
    (text) => textWidth(text, 11) + 16 <= scale.x(firstMs) - scale.left,
  );
  return words === undefined ? "" : text(scale.left + 8, lane.top + lane.height / 2 + 4, "small muted", words);
}

/** AWSPENDING is drawn last: it is the short one, on a lane that another label still covers. */
function inDrawingOrder(labels: readonly LabelSpan[]): LabelSpan[] {
  const depth = { AWSPREVIOUS: 0, AWSCURRENT: 1, AWSPENDING: 2 };
  return [...labels].sort((one, other) => depth[one.label] - depth[other.label] || one.fromMs - other.fromMs);
}

/** 1 for the first version of the secret, 2 for the next: shorter to read than a version id. */
export function versionNumbers(labels: readonly LabelSpan[]): ReadonlyMap<string, number> {
  const inOrder = [...labels].sort((one, other) => one.fromMs - other.fromMs).map((span) => span.versionId);
  return new Map([...new Set(inOrder)].map((versionId, index) => [versionId, index + 1]));
}

function bar(secret: SecretRecord, span: LabelSpan, version: number, lane: Lane, scale: TimeScale): string {
  const x = scale.x(span.fromMs);
  const width = Math.max(1.5, scale.x(span.toMs ?? scale.toMs) - x);
  const kind = { AWSCURRENT: "current", AWSPREVIOUS: "previous", AWSPENDING: "pending" }[span.label];
  const user = userClass(secret.users.indexOf(span.username));
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
    caption(span, version, x, width, lane, user),
  );
}

/** The longest caption that fits. */
function caption(span: LabelSpan, version: number, x: number, width: number, lane: Lane, user: string): string {
  const candidates = [`${span.label} · version ${version}`, `${span.label} · v${version}`, span.label, `v${version}`];
  const fitting = candidates.find((candidate) => textWidth(candidate) * 1.08 + 14 <= width);
  if (fitting === undefined) return "";
  const colour = { AWSCURRENT: `${user} on strong`, AWSPREVIOUS: "muted", AWSPENDING: "halo" }[span.label];
  return text(x + 8, lane.top + lane.height / 2 + 4, colour, fitting);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
