import { asList, asObject } from "./json";
import { referencedBy } from "./references";
import type { GuardRail } from "./rule";

/** The server refuses connections without TLS. */
export const databaseTls: GuardRail = {
  name: "database-tls",
  check: (environment) =>
    environment
      .resources("aws_db_instance")
      .filter(({ stack, values }) => {
        const groups = referencedBy(environment, stack, values.parameter_group_name);
        return !groups.some((group) => asList(group.values.parameter).map(asObject).some(isRequired));
      })
      .map(({ path }) => ({
        path,
        found: "no parameter group with require_secure_transport = 1",
        allowed: "a parameter group of the stack's own that requires TLS",
        remedy: "make it with databaseParameters()",
      })),
};

function isRequired({ name, value }: Readonly<Record<string, unknown>>): boolean {
  return name === "require_secure_transport" && value === "1";
}
