import { asList } from "./json";
import { refersTo } from "./references";
import type { GuardRail } from "./rule";

/** The default security group of a VPC is adopted and empty: an instance without a named group has no network access. */
export const defaultSecurityGroup: GuardRail = {
  name: "default-security-group",
  check: (environment) => {
    const groups = environment.resources("aws_default_security_group");
    const finding = { allowed: "an adopted default group without rules", remedy: "make it with securityGroups()" };
    return [
      ...environment
        .resources("aws_vpc")
        .filter((vpc) => !groups.some((group) => refersTo(environment, group.stack, group.values.vpc_id, vpc)))
        .map(({ path }) => ({ path, found: "a default security group that no stack adopted", ...finding })),
      ...groups
        .map(({ path, values }) => ({ path, rules: [...asList(values.ingress), ...asList(values.egress)] }))
        .filter(({ rules }) => rules.length > 0)
        .map(({ path, rules }) => ({ path, found: `${rules.length} rules in a default security group`, ...finding })),
      ...environment
        .resources(
          "aws_vpc_security_group_ingress_rule",
          "aws_vpc_security_group_egress_rule",
          "aws_security_group_rule",
        )
        .filter((rule) =>
          groups.some((group) => refersTo(environment, rule.stack, rule.values.security_group_id, group)),
        )
        .map(({ path }) => ({ path, found: "a rule of a default security group", ...finding })),
    ];
  },
};
