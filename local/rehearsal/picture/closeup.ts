import type { LoginRecord } from "../../load/login-record";
import { element, tenth, text } from "../../terminal/markup";
import { count, counted, duration } from "../../terminal/quantity";
import type { RotationRecord, SecretRecord } from "../record";
import { labelLanes } from "./label-lanes";
import { LAYOUT, type SecretLanes, secretLanes } from "./layout";
import { grid, laneNames, lanesMarkup, type Part, panel } from "./overview";
import { roundMoments, type TimeScale, timeScale } from "./scale";
import { STEP_BAR_HEIGHT } from "./step-bars";
import { CAPTIONED_LANE_HEIGHT, stepCaptions } from "./step-captions";

/** The rotation that the close-up shows. */
export interface Subject {
  readonly secret: SecretRecord;
  readonly rotation: RotationRecord;
}

/**
 * The rotation most worth a close look: one that failed, else one with a failed login in it or beside it, else the slowest that met a warm
 * function (a cold start would dwarf the steps), else the slowest.
 */
export function subjectOf(secrets: readonly SecretRecord[]): Subject | undefined {
  const subjects = secrets.flatMap((secret) => secret.rotations.map((rotation) => ({ secret, rotation })));
  const weight = ({ secret, rotation }: Subject) =>
    (rotation.outcome.ok ? 0 : 4e9) +
    (hasFailedLogin(secret, rotation) ? 2e9 : 0) +
    (isWarm(rotation) ? 1e9 : 0) +
    (rotation.endMs - rotation.startMs);
  return subjects.sort((one, other) => weight(other) - weight(one))[0];
}

/** One rotation magnified: each step with its time and cost, the moment of the commit, and the logins that went on meanwhile. */
export function closeup({ secret, rotation }: Subject, top: number): Part {
  const scale = timeScale(...shownFromTo(rotation), LAYOUT.plotLeft, LAYOUT.plotRight);
  const lanes = secretLanes(
    labelLanes(secret).names,
    secret.clients.map(({ name }) => name),
    top + 62,
    CAPTIONED_LANE_HEIGHT,
  );
  const bottom = lanes.bottom + 12;
  const moments = roundMoments(scale.fromMs - rotation.startMs, scale.toMs - rotation.startMs, 10);
  const underBars = commit(secret, rotation, scale, lanes);
  const { markup, points, total } = lanesMarkup(secret, lanes, scale, { minimumGap: 0, underBars });
  const parts = [
    panel(top, bottom),
    text(LAYOUT.margin + 14, top + 25, "heading", `Rotation ${rotation.number} up close`),
    text(LAYOUT.plotLeft, top + 25, "muted", sentence(secret, rotation)),
    grid(
      scale,
      moments.map((ms) => ms + rotation.startMs),
      lanes.top - 4,
      bottom,
    ),
    laneNames(secret, lanes),
    markup,
    stepCaptions(rotation, lanes.steps, scale),
    ...moments.map((ms) => text(scale.x(ms + rotation.startMs), bottom + 16, "small muted mid", `${tenth(ms)} ms`)),
  ];
  return { markup: parts.join(""), bottom: bottom + 22, points, total };
}

function sentence(secret: SecretRecord, rotation: RotationRecord): string {
  const length = duration(rotation.endMs - rotation.startMs);
  const failed = loginsShown(secret, rotation).filter((login) => !login.outcome.ok).length;
  const during = loginsBetween(secret, rotation.startMs, rotation.endMs).length;
  if (!rotation.outcome.ok)
    return `${secret.name}, failed after ${length}; ${count(failed)} of the logins shown failed`;
  if (failed > 0) return `${secret.name}: ${length}, and ${count(failed)} of the logins shown failed`;
  const which = isWarm(rotation) ? "the slowest on a warm function" : "the slowest of all";
  return `${secret.name}, ${which}: ${length}, in which ${counted(during, "login")} of its clients began and none failed`;
}

/** The moment when AWSCURRENT moved: the commit of the rotation. */
function commit(secret: SecretRecord, rotation: RotationRecord, scale: TimeScale, lanes: SecretLanes): string {
  const moved = secret.labels.find((span) => span.label === "AWSCURRENT" && span.versionId === rotation.versionId);
  if (moved === undefined) return "";
  const x = tenth(scale.x(moved.fromMs));
  // Interrupted where the captions of the steps stand.
  const upper = `M${x} ${tenth(lanes.top - 10)}V${tenth(lanes.steps.top + STEP_BAR_HEIGHT)}`;
  const lower = `M${x} ${tenth(lanes.steps.top + lanes.steps.height)}V${tenth(lanes.bottom + 8)}`;
  return (
    element("path", { class: "commit", fill: "none", d: upper + lower }) +
    text(Number(x) + 6, lanes.top - 13, "small strong", "AWSCURRENT moves here")
  );
}

function isWarm(rotation: RotationRecord): boolean {
  return !rotation.steps.some((step) => step.cold);
}

function hasFailedLogin(secret: SecretRecord, rotation: RotationRecord): boolean {
  return loginsShown(secret, rotation).some((login) => !login.outcome.ok);
}

/** What is shown around a rotation, in lengths of the rotation. */
const MARGIN = { before: 0.5, after: 0.7 } as const;

function shownFromTo({ startMs, endMs }: RotationRecord): readonly [number, number] {
  const lengthMs = Math.max(1, endMs - startMs);
  return [startMs - lengthMs * MARGIN.before, endMs + lengthMs * MARGIN.after];
}

function loginsShown(secret: SecretRecord, rotation: RotationRecord): LoginRecord[] {
  return loginsBetween(secret, ...shownFromTo(rotation));
}

function loginsBetween(secret: SecretRecord, fromMs: number, toMs: number): LoginRecord[] {
  return secret.logins.filter((login) => login.atMs >= fromMs && login.atMs <= toMs);
}
