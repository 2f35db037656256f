import type { Environment } from "../../environments/schema";
import { age, minuteOf } from "../output/quantity";
import type { Style } from "../output/style";
import { table } from "../output/table";
import { needsAttention, type SecretStatus } from "./secret-status";

/** An environment and the status of its secrets, or why it could not be read. */
export interface EnvironmentStatus {
  readonly environment: Environment;
  readonly secrets: readonly SecretStatus[];
  readonly error?: string;
}

const COLUMNS = ["secret", "strategy", "user", "login", "versions", "rotated", "next window ends", "drift", "state"];

/** One table for all secrets, and below it what needs attention, each with the command to start with. */
export function statusText(found: readonly EnvironmentStatus[], now: number, style: Style): string {
  const secrets = found.flatMap((one) => one.secrets);
  const notes = [
    ...found.flatMap(({ environment, error }) =>
      error === undefined ? [] : [`${style.bad(environment.name)}: ${error}`],
    ),
    ...secrets.flatMap((one) => notesOf(one, now, style)),
  ];
  const rows = secrets.map((one) => rowOf(one, now, style));
  const parts = [
    ...(rows.length === 0 ? [] : [table(COLUMNS, rows)]),
    ...(notes.length === 0 ? [] : [notes.join("\n")]),
  ];
  return parts.join("\n\n");
}

function rowOf(one: SecretStatus, now: number, style: Style): readonly string[] {
  const { nextAt } = one.rotation;
  return [
    one.secret,
    one.strategy,
    one.user ?? "",
    one.login === "works" ? style.good("works") : one.login === "fails" ? style.bad("FAILS") : style.warn("unknown"),
    versionsText(one, now),
    rotatedText(one, now),
    one.rotation.isOn ? (nextAt === undefined ? "" : minuteOf(nextAt)) : style.warn("off"),
    one.grantDrift === undefined ? "" : one.grantDrift === 0 ? "none" : style.warn(String(one.grantDrift)),
    stateText(one, style),
  ];
}

/** Secrets Manager tells no date of the last rotation while rotation is off. */
function rotatedText({ rotation: { isOn, lastAt } }: SecretStatus, now: number): string {
  if (lastAt !== undefined) return `${age(now - lastAt.getTime())} ago`;
  return isOn ? "never" : "unknown";
}

/** `current 2 d, previous 4 d`, each with its age. A finished rotation may leave AWSPENDING on the current version. */
function versionsText({ versions }: SecretStatus, now: number): string {
  const of = (label: string) => versions.find(({ labels }) => labels.includes(label));
  const shown = [
    ["current", of("AWSCURRENT")],
    ["previous", of("AWSPREVIOUS")],
    ["pending", versions.find(({ labels }) => labels.includes("AWSPENDING") && !labels.includes("AWSCURRENT"))],
  ] as const;
  return shown
    .flatMap(([name, version]) => {
      if (version === undefined) return [];
      return [`${name}${version.createdAt === undefined ? "" : ` ${age(now - version.createdAt.getTime())}`}`];
    })
    .join(", ");
}

function stateText(one: SecretStatus, style: Style): string {
  if (one.existence === "not-deployed") return style.warn("not deployed");
  if (one.existence === "waits-for-deletion") return style.bad("deleted");
  if (one.rotation.isStuck) return style.bad("stuck");
  if (!one.rotation.isOn) return style.warn("paused");
  if (one.rotation.isOverdue) return style.bad("overdue");
  return needsAttention(one) ? style.warn("attention") : style.good("ok");
}

function notesOf(one: SecretStatus, now: number, style: Style): readonly string[] {
  const { lastFailure, problems, next, rotation } = one;
  const isSpread = rotation.deployedWindow !== undefined && rotation.deployedWindow !== rotation.requestedWindow;
  const failure =
    lastFailure === undefined
      ? []
      : [`  last failure ${age(now - lastFailure.at.getTime())} ago: ${lastFailure.step}: ${lastFailure.code}`];
  const window = isSpread ? [`  window ${rotation.deployedWindow} of the requested ${rotation.requestedWindow}`] : [];
  if (problems.length === 0) {
    return failure.length + window.length === 0 ? [] : [one.secret, ...failure, ...window].map(style.dim);
  }
  return [
    style.bold(one.secret),
    ...problems.map((problem) => `  ${problem}`),
    ...failure,
    ...window,
    ...(next === undefined ? [] : [`  next: ${next}`]),
  ];
}
