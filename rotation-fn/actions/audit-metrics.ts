import { METRIC_DIMENSION, METRIC_NAMESPACE, METRICS } from "../settings";
import type { AuditContext, SecretAudit } from "./audit-findings";

type Metric = keyof typeof METRICS;

/** Writes what is known of a secret as metrics. What is not known is not written: no data is not the same as no problem. */
export function measure(found: SecretAudit, { log, clock }: Pick<AuditContext, "log" | "clock">): void {
  const known = (Object.keys(METRICS) as Metric[]).filter((metric) => found[metric] !== undefined);
  log.measure({
    namespace: METRIC_NAMESPACE,
    dimension: { name: METRIC_DIMENSION, value: found.secret },
    metrics: known.map((metric) => ({
      name: METRICS[metric],
      unit: metric === "daysSinceRotation" ? "None" : "Count",
      value: Number(found[metric]),
    })),
    at: clock.now(),
  });
}
