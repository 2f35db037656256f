import type { AuditEvent } from "../event";
import type { LogFields } from "../ports/log";
import { METRIC_DIMENSION, METRIC_NAMESPACE, METRICS, type MetricName } from "../settings";
import type { AuditContext, SecretAudit } from "./audit-findings";

const HOUR_MS = 3_600_000;

/** What of an audit counts as a finding; undefined where it could not be found out. */
const FINDINGS: Readonly<Partial<Record<MetricName, (found: SecretAudit) => boolean | undefined>>> = {
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
 * An alarm looks at a sliding hour. So all parts of an audit are written for the hour's beginning, and what is 0 by the last part alone: an early part
 * without findings would end an alarm that a later part rings again.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
 */
export function measure(
  { name: environment, part, of }: AuditedPart,
  audits: readonly SecretAudit[],
  { log, clock }: Pick<AuditContext, "log" | "clock">,
): void {
  const days = audits.flatMap(({ daysSinceRotation }) => daysSinceRotation ?? []);
  const findings = Object.entries(FINDINGS).flatMap(([name, isFound]) => {
    const known = audits.flatMap((found) => (isFound(found) === undefined ? [] : [{ found, isOne: isFound(found) }]));
    const secrets = known.flatMap(({ found, isOne }) => (isOne === true ? [found.secret] : []));
    return known.length === 0 ? [] : [{ name, unit: "Count" as const, value: secrets.length, secrets }];
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
    at: Math.floor(clock.now() / HOUR_MS) * HOUR_MS,
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
