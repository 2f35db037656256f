import type { AuditEvent } from "../event";
import type { Log, LogFields } from "../ports/log";
import { METRIC_DIMENSION, METRIC_NAMESPACE, METRICS, type MetricName } from "../settings";
import type { SecretAudit } from "./audit-findings";

const HOUR_MS = 3_600_000;

/** What of an audit counts as a finding; undefined where it could not be found out. */
const FINDINGS: Readonly<
  Record<Exclude<MetricName, typeof METRICS.daysSinceRotation>, (found: SecretAudit) => boolean | undefined>
> = {
  [METRICS.rotationOverdue]: ({ rotationOverdue }) => rotationOverdue,
  [METRICS.pendingStuck]: ({ pendingStuck }) => pendingStuck,
  [METRICS.loginFails]: ({ loginFails }) => loginFails,
  [METRICS.grantDrift]: ({ grantDrift }) => isPositive(grantDrift),
  [METRICS.unlabelledPasswords]: ({ unlabelledPasswords }) => isPositive(unlabelledPasswords),
  [METRICS.auditFailed]: ({ auditFailed }) => auditFailed,
};

type AuditedPart = NonNullable<AuditEvent["environment"]>;

/**
 * Writes an environment's metrics, the same in number however many secrets there are, and a line that names the secrets of each finding.
 *
 * An alarm looks at a sliding hour. So all parts of an audit are written for the beginning of the hour in which they start, and what is 0 by the last
 * part alone: an early part without findings would end an alarm that a later part rings again.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
 */
export function measure(
  { name: environment, part, of }: AuditedPart,
  audits: readonly SecretAudit[],
  startedAt: number,
  log: Log,
): void {
  const days = audits.flatMap(({ daysSinceRotation }) => daysSinceRotation ?? []);
  const findings = Object.entries(FINDINGS).flatMap(([name, isFound]) => {
    if (audits.every((found) => isFound(found) === undefined)) return [];
    const secrets = audits.filter((found) => isFound(found) === true).map(({ secret }) => secret);
    return [{ name, unit: "Count" as const, value: secrets.length, secrets }];
  });
  log.measure({
    namespace: METRIC_NAMESPACE,
    dimension: { name: METRIC_DIMENSION, value: environment },
    metrics: [
      ...(days.length === 0
        ? []
        : [{ name: METRICS.daysSinceRotation, unit: "None" as const, value: Math.max(...days) }]),
      ...findings
        .filter(({ value }) => value > 0 || part === of)
        .map(({ name, unit, value }) => ({ name, unit, value })),
    ],
    at: Math.floor(startedAt / HOUR_MS) * HOUR_MS,
  });
  const named: LogFields = Object.fromEntries(
    findings.flatMap(({ name, secrets }) => (secrets.length === 0 ? [] : [[name, secrets.join(", ")]])),
  );
  const healthy = audits.filter((one) => one.healthy).length;
  const fields = { environment, part, of, audited: audits.length, healthy, ...named };
  if (healthy === audits.length) log.info("audit-summary", fields);
  else log.warn("audit-summary", fields);
}

const isPositive = (value: number | undefined): boolean | undefined => (value === undefined ? undefined : value > 0);
