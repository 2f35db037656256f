import { element, tenth, text } from "../../terminal/markup";
import { counted, duration } from "../../terminal/quantity";
import type { RotationRecord, StepRecord } from "../record";
import type { Lane } from "./layout";
import type { TimeScale } from "./scale";
import { STEP_BAR_HEIGHT } from "./step-bars";

/** Room for one caption, and the height of a lane that has them. */
const CAPTION_WIDTH = 148;
export const CAPTIONED_LANE_HEIGHT = 66;

/**
 * Name, time and cost of each step of one rotation under its bar, with a line to it: bars may be too short to be written into.
 * Where there are too many steps to write about, none is.
 */
export function stepCaptions(rotation: RotationRecord, lane: Lane, scale: TimeScale): string {
  const { steps } = rotation;
  const room = scale.right - scale.left;
  if (steps.length * CAPTION_WIDTH > room) return "";
  const centres = steps.map((step) => (scale.x(step.startMs) + scale.x(step.startMs + step.durationMs)) / 2);
  const half = CAPTION_WIDTH / 2;
  const places = spaced(centres, CAPTION_WIDTH, scale.left + half, scale.right - half);
  return steps.map((step, index) => caption(step, centres[index] ?? 0, places[index] ?? 0, lane)).join("");
}

function caption(step: StepRecord, centre: number, place: number, lane: Lane): string {
  const bottom = lane.top + STEP_BAR_HEIGHT;
  const d = `M${tenth(centre)} ${tenth(bottom + 1)}V${tenth(bottom + 4)}L${tenth(place)} ${tenth(bottom + 13)}V${tenth(bottom + 16)}`;
  const cost = `${counted(step.apiCalls, "API call")}, ${counted(step.logins, "login")}`;
  const name = `${step.step} ${duration(step.durationMs)}`;
  return [
    element("path", { class: "leader", d }),
    text(place, bottom + 28, `mid strong${step.outcome.ok ? "" : " fail-text"}`, name),
    text(place, bottom + 43, "small muted mid", step.outcome.ok ? cost : "failed"),
  ].join("");
}

/**
 * Places as near as possible (least squares) to the wanted ones, in the same order, at least `gap` apart and within the limits:
 * neighbours that are too near share their mean.
 */
export function spaced(wanted: readonly number[], gap: number, min: number, max: number): number[] {
  const groups: { sum: number; count: number }[] = [];
  for (const [index, place] of wanted.entries()) {
    let group = { sum: place - index * gap, count: 1 };
    for (let last = groups.at(-1); last !== undefined && mean(last) > mean(group); last = groups.at(-1)) {
      group = { sum: group.sum + last.sum, count: group.count + last.count };
      groups.pop();
    }
    groups.push(group);
  }
  const highest = max - (wanted.length - 1) * gap;
  return groups
    .flatMap((group) => Array.from({ length: group.count }, () => mean(group)))
    .map((place, index) => Math.max(min, Math.min(highest, place)) + index * gap);
}

function mean({ sum, count }: { readonly sum: number; readonly count: number }): number {
  return sum / count;
}
