import { count, counted, duration } from "../quantity";
import type { RotationRecord, SecretRecord } from "../record";
import { LAYOUT, secretLanes } from "./layout";
import { element, tenth, text } from "./markup";
import { grid, laneNames, lanesMarkup, type Part, panel } from "./overview";
import { roundMoments, type TimeScale, timeScale } from "./scale";
import { CAPTIONED_LANE_HEIGHT, stepCaptions } from "./step-captions";

/** The rotation that the close-up shows. */
export interface Subject {
  readonly secret: SecretRecord;
  readonly rotation: RotationRecord;
}

/**
 * The rotation most worth a close look: one that failed, else one with a failed login in it, else the slowest that met a warm
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
  const lengthMs = Math.max(1, rotation.endMs - rotation.startMs);
  const scale = timeScale(
    rotation.startMs - lengthMs * 0.5,
    rotation.endMs + lengthMs * 0.7,
    LAYOUT.plotLeft,
    LAYOUT.plotRight,
  );
  const lanes = secretLanes(
    secret.users,
    secret.clients.map(({ name }) => name),
    top + 62,
    CAPTIONED_LANE_HEIGHT,
  );
  const bottom = lanes.bottom + 12;
  const moments = roundMoments(scale.fromMs - rotation.startMs, scale.toMs - rotation.startMs, 10);
  const underBars = commit(secret, rotation, scale, lanes.top - 4, bottom);
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
  const during = loginsDuring(secret, rotation);
  const failed = during.filter((login) => !login.outcome.ok).length;
  const which = rotation.outcome.ok
    ? failed > 0
      ? "with failed logins"
      : isWarm(rotation)
        ? "the slowest on a warm function"
        : "the slowest of all"
    : "which failed";
  const took = `${secret.name}, ${which}: ${duration(rotation.endMs - rotation.startMs)}`;
  return `${took}, in which ${counted(during.length, "login")} of its clients began and ${failed === 0 ? "none" : count(failed)} failed`;
}

/** The moment when AWSCURRENT moved: the commit of the rotation. */
function commit(secret: SecretRecord, rotation: RotationRecord, scale: TimeScale, top: number, bottom: number): string {
  const moved = secret.labels.find((span) => span.label === "AWSCURRENT" && span.versionId === rotation.versionId);
  if (moved === undefined) return "";
  const x = scale.x(moved.fromMs);
  return (
    element("path", { class: "commit", fill: "none", d: `M${tenth(x)} ${tenth(top - 6)}V${tenth(bottom - 4)}` }) +
    text(x + 6, top - 9, "small strong", "AWSCURRENT moves here")
  );
}

function isWarm(rotation: RotationRecord): boolean {
  return !rotation.steps.some((step) => step.cold);
}

function hasFailedLogin(secret: SecretRecord, rotation: RotationRecord): boolean {
  return loginsDuring(secret, rotation).some((login) => !login.outcome.ok);
}

function loginsDuring(secret: SecretRecord, { startMs, endMs }: RotationRecord) {
  return secret.logins.filter((login) => login.atMs >= startMs && login.atMs <= endMs);
}
