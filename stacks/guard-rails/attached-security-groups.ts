import type { EnvironmentModel, ModelResource } from "./environment-model";
import { refersTo } from "./references";
import type { GuardRail } from "./rule";

/** Arguments in which something takes a security group on. A rule that names one does not. */
const CARRYING = ["vpc_security_group_ids", "security_group_ids", "security_groups", "vpc_config"] as const;

/**
 * Every security group is carried by something in some stack, or offered in an output to those who carry it elsewhere. A group
 * without a carrier is one that nobody will dare to remove.
 */
export const attachedSecurityGroups: GuardRail = {
  name: "attached-security-groups",
  check: (environment) =>
    environment
      .resources("aws_security_group")
      .filter((group) => !isCarried(environment, group) && !isOffered(environment, group))
      .map(({ path }) => ({
        path,
        found: "a security group that nothing carries and no output offers",
        allowed: "a group that something in a stack of the environment carries",
        remedy: "attach it, name it in an output, or remove it",
      })),
};

function isCarried(environment: EnvironmentModel, group: ModelResource): boolean {
  return environment.all.some(
    ({ kind, stack, values }) =>
      kind === "resource" && CARRYING.some((argument) => refersTo(environment, stack, values[argument], group)),
  );
}

function isOffered(environment: EnvironmentModel, group: ModelResource): boolean {
  return environment.stacks.some(({ id, outputs }) =>
    Object.entries(outputs).some(
      ([name, value]) => !name.startsWith("cross-stack-output-") && refersTo(environment, id, value, group),
    ),
  );
}
