import type { EnvironmentModel, ModelResource } from "./environment-model";
import { asList } from "./json";
import { refersTo } from "./references";
import type { GuardRail } from "./rule";

const DEFAULT_PORT = 3306;

/**
 * A database on its default port is reachable from named security groups only, and from no address range. Another port would only
 * hide it: scanners demand one because they do not see who can connect. This rule does.
 */
export const defaultPort: GuardRail = {
  name: "default-port",
  check: (environment) =>
    environment
      .resources("aws_db_instance")
      .filter(({ values }) => Number(values.port ?? DEFAULT_PORT) === DEFAULT_PORT)
      .flatMap((database) => {
        const open = rulesInto(environment, database).filter(
          ({ values }) => !asList(values.referenced_security_group_id).some((group) => typeof group === "string"),
        );
        return open.map(({ path }) => ({
          path,
          found: `a way to ${database.path} on the default port ${DEFAULT_PORT} that names no security group`,
          allowed: "rules between security groups, or another port",
          remedy: "name the group that the caller carries, or choose database.port",
        }));
      }),
};

/** The ingress rules of the groups that a database carries, in whatever stack they are made. */
function rulesInto(environment: EnvironmentModel, database: ModelResource): readonly ModelResource[] {
  const groups = environment
    .resources("aws_security_group")
    .filter((group) => refersTo(environment, database.stack, database.values.vpc_security_group_ids, group));
  return environment
    .resources("aws_vpc_security_group_ingress_rule", "aws_security_group_rule")
    .filter(({ values }) => values.type !== "egress")
    .filter(({ stack, values }) =>
      groups.some((group) => refersTo(environment, stack, values.security_group_id, group)),
    );
}
