import { shown } from "./json";
import type { GuardRail } from "./rule";

/** Policies that AWS writes and changes. Each needs a reason to be here: whatever AWS adds to it is allowed from then on. */
const REVIEWED: Readonly<Record<string, string>> = {
  "service-role/AmazonRDSEnhancedMonitoringRole":
    "RDS checks for this very policy when enhanced monitoring is turned on; it allows writing one log group, RDSOSMetrics",
};

/** Rights come from policies that are written here; those that AWS manages only where a reason stands above. */
export const managedPolicies: GuardRail = {
  name: "managed-policies",
  check: (environment) =>
    environment.resources("aws_iam_role_policy_attachment").flatMap(({ path, values }) => {
      const arn = String(values.policy_arn);
      const name = /:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
      if (name === undefined || Object.hasOwn(REVIEWED, name)) return [];
      return [
        {
          path,
          found: shown(arn),
          allowed: `a policy of one's own, or of AWS's: ${Object.keys(REVIEWED).join(", ")}`,
          remedy: "write the policy with policyDocument(), or add this one to the reviewed ones with its reason",
        },
      ];
    }),
};
