import { element, text, tip } from "../../terminal/markup";
import { count, counted, duration } from "../../terminal/quantity";
import type { LifecycleResult, ScenarioResult, StepResult } from "../record";
import { lifecycleTitle } from "../report";
import { STYLE } from "./style";

const WIDTH = 1200;
/** Where the time begins, behind the words. */
const LEFT = 400;
const RIGHT = 1180;
const ROW = 20;
const HEAD = 92;
const MINUTE_MS = 60_000;

interface Row {
  readonly words: string;
  readonly startMs: number;
  readonly durationMs: number;
  readonly kind: "scenario" | "step" | "failed";
  readonly tip: string;
}

/** The lifecycle run as a drawing: a bar for each scenario and each step, above them the rotations and the times without clients. */
export function lifecycleTimeline(record: LifecycleResult): string {
  const rows = record.scenarios.flatMap(rowsOf);
  const height = HEAD + rows.length * ROW + 24;
  const x = (ms: number): number => LEFT + (ms / Math.max(record.durationMs, 1)) * (RIGHT - LEFT);
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${WIDTH} ${height}`,
      role: "img",
      "aria-label": lifecycleTitle(record),
    },
    element("style", {}, STYLE),
    element("rect", { width: WIDTH, height, class: "ground" }),
    ...minutes(record.durationMs, x, height),
    ...clientLane(record, x),
    ...rotationLane(record, x),
    ...rows.flatMap((row, index) => drawn(row, HEAD + index * ROW, x)),
  );
}

function rowsOf(scenario: ScenarioResult): readonly Row[] {
  const { title, startMs, durationMs, outcome, steps } = scenario;
  return [
    {
      words: title,
      startMs,
      durationMs,
      kind: outcome.ok ? "scenario" : "failed",
      tip: outcome.ok ? title : outcome.reason,
    },
    ...steps.map((step): Row => ({ ...step, words: step.words, kind: "step", tip: tipOf(step) })),
  ];
}

function tipOf({ words, durationMs, effect, checks }: StepResult): string {
  return [`${words}, ${duration(durationMs)}`, ...effect, ...checks.map((check) => `✔ ${check}`)].join("\n");
}

function drawn({ words, startMs, durationMs, kind, tip: more }: Row, y: number, x: (ms: number) => number): string[] {
  const width = Math.max(x(startMs + durationMs) - x(startMs), 2);
  const indent = kind === "step" ? 24 : 12;
  const shown = words.length > 58 ? `${words.slice(0, 57)}…` : words;
  const after = x(startMs) + width + 6;
  const isRoom = after < RIGHT - (kind === "failed" ? 84 : 44);
  return [
    text(indent, y + 14, kind === "step" ? "words" : "words head", shown),
    element("rect", { x: x(startMs), y: y + 4, width, height: ROW - 8, rx: 2, class: `bar ${kind}` }, tip(more)),
    text(
      isRoom ? after : x(startMs) - 6,
      y + 14,
      isRoom ? "time" : "time end",
      kind === "failed" ? `${duration(durationMs)}, failed` : duration(durationMs),
    ),
  ];
}

function minutes(durationMs: number, x: (ms: number) => number, height: number): string[] {
  return Array.from({ length: Math.floor(durationMs / MINUTE_MS) + 1 }, (_, minute) => {
    const at = x(minute * MINUTE_MS);
    return (
      element("line", { x1: at, x2: at, y1: 24, y2: height - 12, class: "grid" }) +
      text(at, 18, "time mid", minute === 0 ? "0" : `${minute} min`)
    );
  });
}

function clientLane({ clients }: LifecycleResult, x: (ms: number) => number): string[] {
  return [
    text(12, 48, "words head", `${counted(clients.logins, "login")}, ${count(clients.failures.length)} failed`),
    ...clients.pauses.map(({ secrets, reason, fromMs, toMs }) =>
      element(
        "rect",
        { x: x(fromMs), y: 36, width: Math.max(x(toMs) - x(fromMs), 2), height: 14, class: "pause" },
        tip(`no clients of ${secrets.join(", ")}: ${reason}`),
      ),
    ),
    ...clients.failures.map(({ atMs, client, reason }) =>
      element("circle", { cx: x(atMs), cy: 43, r: 4, class: "bar failed" }, tip(`${client}: ${reason}`)),
    ),
  ];
}

function rotationLane({ clients }: LifecycleResult, x: (ms: number) => number): string[] {
  const succeeded = clients.rotations.filter(({ ok }) => ok).length;
  const failed = clients.rotations.length - succeeded;
  return [
    text(12, 70, "words head", `${succeeded} rotations succeeded, ${failed} failed as they should`),
    ...clients.rotations.map(({ secret, atMs, durationMs, ok }) =>
      element(
        "circle",
        { cx: x(atMs), cy: 65, r: 4, class: ok ? "rotation" : "rotation broken" },
        tip(`${secret}, ${duration(durationMs)}${ok ? "" : ", failed"}`),
      ),
    ),
  ];
}
