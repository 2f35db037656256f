import type { EnvironmentModel, ModelResource } from "./environment-model";
import { referencedBy, referencedFrom } from "./references";
import type { GuardRail } from "./rule";

/** Arguments in which something takes a security group on. A rule that names one does not. */
const CARRYING = ["vpc_security_group_ids", "security_group_ids", "security_groups", "vpc_config"] as const;

/**
 * Every security group is attached to something in a stack, or offered in an output for use elsewhere. People hesitate to remove an
 * unused group.
 */
export const attachedSecurityGroups: GuardRail = {
  name: "attached-security-groups",
  check: (environment) => {
    const resources = environment.all.filter(({ kind }) => kind === "resource");
    const carried = referencedFrom(environment, resources, ...CARRYING);
    const offered = offeredGroups(environment);
    return environment
      .resources("aws_security_group")
      .filter((group) => !carried.has(group) && !offered.has(group))
      .map(({ path }) => ({
        path,
        found: "a security group that nothing carries and no output offers",
        allowed: "a group that something in a stack of the environment carries",
        remedy: "attach it, name it in an output, or remove it",
      }));
  },
};

function offeredGroups(environment: EnvironmentModel): ReadonlySet<ModelResource> {
  return new Set(
    environment.stacks.flatMap(({ id, outputs }) =>
      Object.entries(outputs)
        .filter(([name]) => !name.startsWith("cross-stack-output-"))
        .flatMap(([, value]) => referencedBy(environment, id, value)),
    ),
  );
}
