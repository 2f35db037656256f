import { METRIC_DIMENSION, METRIC_NAMESPACE, METRICS } from "../settings";
import type { AuditContext, SecretAudit } from "./audit-findings";

/** Writes what is known of a secret as metrics. What is not known is not written: no data is not the same as no problem. */
export function measure(found: SecretAudit, { log, clock }: Pick<AuditContext, "log" | "clock">): void {
  const flag = (value: boolean | undefined) => (value === undefined ? undefined : Number(value));
  const values = [
    { name: METRICS.daysSinceRotation, unit: "None", value: found.daysSinceRotation },
    { name: METRICS.rotationOverdue, unit: "Count", value: flag(found.rotationOverdue) },
    { name: METRICS.pendingStuck, unit: "Count", value: flag(found.pendingStuck) },
    { name: METRICS.loginFails, unit: "Count", value: flag(found.loginFails) },
    { name: METRICS.grantDrift, unit: "Count", value: found.grantDrift },
    { name: METRICS.unlabelledPasswords, unit: "Count", value: found.unlabelledPasswords },
    { name: METRICS.auditFailed, unit: "Count", value: flag(found.auditFailed) },
  ] as const;
  log.measure({
    namespace: METRIC_NAMESPACE,
    dimension: { name: METRIC_DIMENSION, value: found.secret },
    metrics: values.flatMap(({ name, unit, value }) => (value === undefined ? [] : [{ name, unit, value }])),
    at: clock.now(),
  });
}
