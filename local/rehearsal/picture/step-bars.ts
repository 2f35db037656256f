import { element, text, tip } from "../../terminal/markup";
import { counted, duration } from "../../terminal/quantity";
import type { RotationRecord, SecretRecord, StepRecord } from "../record";
import type { Lane, SecretLanes } from "./layout";
import type { TimeScale } from "./scale";

/** Two names of rotations nearer than this would run into each other. */
const NAME_WIDTH = 74;

/** A light band over all lanes for each rotation, with its number above where there is room; failures are always named. */
export function rotationBands(secret: SecretRecord, lanes: SecretLanes, scale: TimeScale): string {
  let namedUntil = Number.NEGATIVE_INFINITY;
  return secret.rotations
    .filter((rotation) => rotation.startMs <= scale.toMs && rotation.endMs >= scale.fromMs)
    .map((rotation) => {
      const centre = (scale.x(rotation.startMs) + scale.x(rotation.endMs)) / 2;
      const isNamed = !rotation.outcome.ok || centre >= namedUntil;
      if (isNamed) namedUntil = centre + NAME_WIDTH;
      return band(rotation, lanes, scale) + (isNamed ? name(rotation, centre, lanes) : "");
    })
    .join("");
}

function band(rotation: RotationRecord, lanes: SecretLanes, scale: TimeScale): string {
  const x = scale.x(rotation.startMs);
  const shape = element("rect", {
    class: rotation.outcome.ok ? "band" : "fail-band",
    x: x - 3,
    y: lanes.top - 4,
    width: Math.max(2, scale.x(rotation.endMs) - x) + 6,
    height: lanes.bottom - lanes.top + 8,
    rx: 4,
  });
  return element("g", {}, tip(rotationTip(rotation)), shape);
}

function name(rotation: RotationRecord, centre: number, lanes: SecretLanes): string {
  const words = `rotation ${rotation.number}${rotation.outcome.ok ? "" : " failed"}`;
  return text(centre, lanes.top - 9, `small mid ${rotation.outcome.ok ? "muted" : "fail-text halo"}`, words);
}

/** The steps of all rotations as bars, in two shades in turn. */
export function stepBars(secret: SecretRecord, lane: Lane, scale: TimeScale): string {
  return secret.rotations
    .flatMap((rotation) => rotation.steps)
    .filter((step) => step.startMs <= scale.toMs && step.startMs + step.durationMs >= scale.fromMs)
    .map((step, index) => stepBar(step, index, lane, scale))
    .join("");
}

export const STEP_BAR_HEIGHT = 20;

function stepBar(step: StepRecord, index: number, lane: Lane, scale: TimeScale): string {
  const x = scale.x(step.startMs);
  const width = Math.max(1.5, scale.x(step.startMs + step.durationMs) - x - 0.5);
  const shade = step.outcome.ok ? `s${index % 2}` : "fail-text";
  const bar = element("rect", {
    class: shade,
    x,
    y: lane.top,
    width,
    height: STEP_BAR_HEIGHT,
    rx: Math.min(3, width / 3),
  });
  return element("g", {}, tip(stepTip(step)), bar);
}

function stepTip(step: StepRecord): string {
  const again = step.attempt === 1 ? "" : `, attempt ${step.attempt}`;
  const cold = step.cold ? ", on a freshly started process" : "";
  const result = step.outcome.ok ? "" : `; failed: ${step.outcome.reason}`;
  const cost = `${counted(step.apiCalls, "API call")}, ${counted(step.logins, "login")} (${step.failedLogins} failed)`;
  return `${step.step}${again}: ${duration(step.durationMs)}, ${cost}${cold}${result}`;
}

function rotationTip(rotation: RotationRecord): string {
  const users = `${rotation.before.AWSCURRENT ?? "none"} → ${rotation.after.AWSCURRENT ?? "none"}`;
  const result = rotation.outcome.ok ? users : `failed: ${rotation.outcome.reason}`;
  return `rotation ${rotation.number}: ${duration(rotation.endMs - rotation.startMs)}, ${result}`;
}
