import { type FailedLogin, type Metrics, metricsOf } from "./metrics";
import type { RehearsalRecord } from "./record";

/** Whether the rehearsal kept its promise, and if not, every reason as a line of text. */
export interface Verdict {
  readonly ok: boolean;
  readonly problems: readonly string[];
}

/**
 * The promise: every rotation completes, no login of a client or of the function fails, and the server itself counted no refused
 * login that no client reported. Equal failures are reported once, with their number and the first time.
 */
export function verdictOf(record: RehearsalRecord, metrics: Metrics = metricsOf(record)): Verdict {
  const problems = [
    ...metrics.failedRotations.map(({ secret, number, reason }) => `rotation ${number} of ${secret} failed: ${reason}`),
    ...groupedFailures(metrics.failedLogins),
    ...functionFailures(metrics),
    ...serverProblems(record, metrics),
  ];
  return { ok: problems.length === 0, problems };
}

function groupedFailures(failures: readonly FailedLogin[]): string[] {
  const groups = new Map<string, FailedLogin[]>();
  for (const failure of failures) {
    const key = JSON.stringify([failure.secret, failure.client, failure.username, failure.during, failure.reason]);
    groups.set(key, [...(groups.get(key) ?? []), failure]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const times = group.length === 1 ? "1 login" : `${group.length} logins`;
    const at = `${(first.atMs / 1000).toFixed(2)} s`;
    const what = { read: "reading the secret", login: "logging in", query: "the query after the login" }[first.during];
    return [
      `${times} of ${first.client} with ${first.secret} as ${first.username} failed in ${what}, first at ${at}: ${first.reason}`,
    ];
  });
}

function functionFailures(metrics: Metrics): string[] {
  const count = metrics.failedLoginsByFunction;
  return count === 0
    ? []
    : [`${count} of the rotation function's own logins failed; its log lines say which step tried`];
}

/** A server that others use too (MYSQL_URL) also counts their logins, so its counters prove nothing there. */
function serverProblems(record: RehearsalRecord, metrics: Metrics): string[] {
  const { abortedConnects, exclusive } = record.serverCheck;
  const reported = metrics.failedLogins.length + metrics.failedLoginsByFunction;
  if (!exclusive || abortedConnects <= reported) return [];
  return [
    `the MySQL server counted ${abortedConnects} refused logins or broken handshakes, but only ${reported} were reported`,
  ];
}
