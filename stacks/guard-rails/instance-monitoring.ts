import { shown } from "./json";
import type { GuardRail } from "./rule";

/** Instances report every minute instead of every five: an alarm on a failed bastion comes before a user notices. */
export const instanceMonitoring: GuardRail = {
  name: "instance-monitoring",
  check: (environment) =>
    environment
      .resources("aws_instance")
      .filter(({ values }) => values.monitoring !== true)
      .map(({ path, values }) => ({
        path,
        found: `monitoring = ${shown(values.monitoring)}`,
        allowed: "true",
        remedy: "turn detailed monitoring on",
      })),
};
