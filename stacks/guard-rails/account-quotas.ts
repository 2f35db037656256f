import type { EnvironmentModel } from "./environment-model";
import { groupedBy } from "./grouped-by";
import type { Finding, GuardRail } from "./rule";

const REMEDY = "ask Service Quotas for more and write the new number into the environment's quotas, or make it smaller";

/** An environment fits the quotas of its account: AWS would refuse the first resource beyond a quota in the middle of a deployment. */
export const accountQuotas: GuardRail = {
  name: "account-quotas",
  check: (environment) => [
    ...tooMany(environment, "aws_cloudwatch_metric_alarm", environment.quotas.alarms, "alarms"),
    ...tooMany(environment, "aws_iam_policy", environment.quotas.managedPolicies, "customer managed policies"),
    ...policiesOfRoles(environment),
  ],
};

function tooMany(environment: EnvironmentModel, type: string, quota: number, what: string): readonly Finding[] {
  const found = environment.resources(type).length;
  if (found <= quota) return [];
  return [
    { path: environment.name, found: `${found} ${what}`, allowed: `the account's quota of ${quota}`, remedy: REMEDY },
  ];
}

function policiesOfRoles(environment: EnvironmentModel): readonly Finding[] {
  const quota = environment.quotas.policiesPerRole;
  const attachments = environment.resources("aws_iam_role_policy_attachment");
  return [...groupedBy(attachments, ({ values }) => String(values.role))]
    .filter(([, attached]) => attached.length > quota)
    .map(([role, attached]) => ({
      path: attached[0]?.path ?? environment.name,
      found: `${attached.length} managed policies of the role ${role}`,
      allowed: `the account's quota of ${quota} for a role`,
      remedy: REMEDY,
    }));
}
