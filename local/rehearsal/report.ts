import type { ClientBehaviour } from "../load/login-record";
import { bytes, count, counted, duration } from "../terminal/quantity";
import { type Column, textTable } from "../terminal/text-table";
import { oldestCredential } from "./labels";
import { type Metrics, metricsOf, stepDurationMs, sumOfSteps } from "./metrics";
import { type RehearsalRecord, type RotationRecord, type SecretRecord, STEPS, type StagingLabel } from "./record";
import { verdictOf } from "./verdict";

/** The report that a person reads in the terminal: a table of rotations per secret, then what clients saw, then the verdict. */
export function reportText(record: RehearsalRecord): string {
  const metrics = metricsOf(record);
  return [
    ...record.secrets.map(secretSection),
    clientSection(record, metrics),
    costSection(record, metrics),
    verdictSection(record, metrics),
  ].join("\n\n");
}

const ROTATION_COLUMNS: readonly Column[] = [
  { title: "#", align: "right" },
  ...STEPS.map((step): Column => ({ title: step.replace("Secret", ""), align: "right" })),
  { title: "whole", align: "right" },
  { title: "API calls", align: "right" },
  { title: "logins", align: "right" },
  { title: "AWSCURRENT", align: "left" },
  { title: "AWSPREVIOUS", align: "left" },
];

function secretSection(secret: SecretRecord): string {
  const rights = `${secret.privileges.join(", ")} on ${secret.database}.*`;
  const title = `${secret.name}  ${secret.strategy} · ${secret.users.join(" and ")} · ${rights}`;
  return `${title}\n\n${textTable(ROTATION_COLUMNS, secret.rotations.map(rotationRow))}`;
}

function rotationRow(rotation: RotationRecord): string[] {
  const failed = sumOfSteps(rotation, (step) => step.failedLogins);
  const logins = sumOfSteps(rotation, (step) => step.logins);
  return [
    String(rotation.number),
    ...STEPS.map((step) => stepCell(rotation, step)),
    rotation.outcome.ok ? duration(rotation.endMs - rotation.startMs) : "failed",
    String(sumOfSteps(rotation, (step) => step.apiCalls)),
    failed === 0 ? String(logins) : `${logins} (${failed} failed)`,
    labelMove(rotation, "AWSCURRENT"),
    labelMove(rotation, "AWSPREVIOUS"),
  ];
}

function stepCell(rotation: RotationRecord, step: (typeof STEPS)[number]): string {
  const total = stepDurationMs(rotation, step);
  if (total === undefined) return "–";
  const attempts = rotation.steps.filter((attempt) => attempt.step === step).length;
  return attempts === 1 ? duration(total) : `${duration(total)} ×${attempts}`;
}

/** Which user a label named before and after; of a single user it is the password that is another one. */
export function labelMove({ before, after }: RotationRecord, label: StagingLabel): string {
  const [from = "–", to = "–"] = [before[label], after[label]];
  return from === to && from !== "–" ? `${to}, next password` : `${from} → ${to}`;
}

const CLIENT_COLUMNS: readonly Column[] = [
  { title: "secret", align: "left" },
  { title: "client", align: "left" },
  { title: "AWSCURRENT is", align: "left" },
  { title: "logins", align: "right" },
  { title: "failed", align: "right" },
];

function clientSection(record: RehearsalRecord, metrics: Metrics): string {
  const rows = record.secrets.flatMap((secret) =>
    secret.clients.map((client) => {
      const logins = secret.logins.filter((login) => login.client === client.name);
      const failed = logins.filter((login) => !login.outcome.ok).length;
      return [secret.name, client.name, behaviourText(client.behaviour), count(logins.length), count(failed)];
    }),
  );
  const { median, p99 } = metrics.loginMilliseconds;
  const speed = `a login with its query took ${duration(median)} in the median, ${duration(p99)} at the 99th percentile`;
  const oldest = oldestCredential(record.secrets);
  const age =
    oldest === undefined
      ? "every login used the credential that was AWSCURRENT"
      : `one of ${oldest.username}, ${duration(oldest.replacedForMs)} after it stopped being AWSCURRENT (${oldest.client} of ${oldest.secret})`;
  return [
    `Clients  ${speed}`,
    "",
    textTable(CLIENT_COLUMNS, rows),
    "",
    `  Oldest credential that worked: ${age}.`,
  ].join("\n");
}

/** How a client treats the secret, in words that finish "AWSCURRENT is ...". */
export function behaviourText(behaviour: ClientBehaviour): string {
  switch (behaviour.kind) {
    case "every-login":
      return "read before every login";
    case "cached":
      return `cached for ${duration(behaviour.cacheMs)}`;
    case "staleClient":
      return "kept for a whole rotation";
  }
}

function costSection(record: RehearsalRecord, metrics: Metrics): string {
  const { serverCheck, mysql, functionPackage, instances } = record;
  const cold = instances.map((one) => duration(one.coldStartMs)).join(", ");
  const memory = Math.round(Math.max(0, ...instances.map((one) => one.peakMemoryMb)));
  const { apiCallsPerRotation: calls, loginsPerRotation: logins } = metrics;
  return [
    `Function  ${bytes(functionPackage.bytes)} zip · cold start ${cold} · at most ${memory} MB of memory`,
    `          per rotation at most ${calls.first} API calls at first, ${calls.later} later; ${logins.first} logins at first, ${logins.later} later; ${count(metrics.failedLoginsByFunction)} of its logins failed`,
    `MySQL     ${mysql.version} (${mysql.source})`,
    `          counted ${count(serverCheck.connections)} connections (${count(serverCheck.expectedConnections)} expected) and ${counted(serverCheck.abortedConnects, "aborted one")}`,
  ].join("\n");
}

function verdictSection(record: RehearsalRecord, metrics: Metrics): string {
  const verdict = verdictOf(record, metrics);
  const done = `${counted(metrics.completedRotations, "rotation")}, ${counted(metrics.logins, "login")}, ${count(metrics.failedLogins.length)} failed.`;
  return verdict.ok ? done : [done, ...verdict.problems.map((problem) => `✖ ${problem}`)].join("\n");
}
