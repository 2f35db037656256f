import { element, escapeMarkup } from "../../terminal/markup";
import { duration } from "../../terminal/quantity";
import { scrollingTable } from "../../terminal/scrolling";
import { stepDurationMs, sumOfSteps } from "../metrics";
import { type RehearsalRecord, type RotationRecord, STEPS } from "../record";
import { labelMove } from "../report";

/** The rotations of all secrets as an HTML table, one row each. */
export function rotationTable(record: RehearsalRecord): string {
  const titles = ["secret", "#", ...STEPS, "whole", "API calls", "logins", "AWSCURRENT", "AWSPREVIOUS"];
  const head = titles
    .map((title) => element("th", { scope: "col", class: NUMBERS.has(title) ? "number" : undefined }, title))
    .join("");
  const rows = record.secrets.flatMap((secret) => secret.rotations.map((rotation) => row(secret.name, rotation)));
  return scrollingTable("Every rotation", head, rows);
}

const NUMBERS: ReadonlySet<string> = new Set(["#", ...STEPS, "whole", "API calls", "logins"]);

function row(secret: string, rotation: RotationRecord): string {
  const failed = sumOfSteps(rotation, (step) => step.failedLogins);
  const logins = sumOfSteps(rotation, (step) => step.logins);
  const steps = STEPS.map((step) => stepDurationMs(rotation, step)).map((ms) =>
    number(ms === undefined ? "–" : duration(ms)),
  );
  const whole = rotation.outcome.ok
    ? number(duration(rotation.endMs - rotation.startMs))
    : element("td", { class: "number failed", title: rotation.outcome.reason }, "failed");
  return element(
    "tr",
    {},
    word(secret),
    number(String(rotation.number)),
    ...steps,
    whole,
    number(String(sumOfSteps(rotation, (step) => step.apiCalls))),
    number(failed === 0 ? String(logins) : `${logins} (${failed} failed)`),
    word(labelMove(rotation, "AWSCURRENT")),
    word(labelMove(rotation, "AWSPREVIOUS")),
  );
}

function number(content: string): string {
  return element("td", { class: "number" }, escapeMarkup(content));
}

function word(content: string): string {
  return element("td", {}, escapeMarkup(content));
}
