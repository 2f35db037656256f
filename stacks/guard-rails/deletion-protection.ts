import { shown } from "./json";
import { isExcusedOutsideProduction } from "./reasons";
import type { GuardRail } from "./rule";

/** One wrong command cannot delete a database. In production no reason can turn this off. */
export const deletionProtection: GuardRail = {
  name: "deletion-protection",
  check: (environment) =>
    environment
      .resources("aws_db_instance", "aws_rds_cluster")
      .filter(({ values }) => values.deletion_protection !== true)
      .filter((resource) => !isExcusedOutsideProduction(environment, resource, "deletion-protection"))
      .map(({ path, values }) => ({
        path,
        found: `deletion_protection = ${shown(values.deletion_protection)} in ${environment.name}`,
        allowed: environment.isProduction ? "true" : "true, or false with a reason",
        remedy:
          "leave database.deletionProtection at true; who means to destroy production switches it off by hand, " +
          "with aws rds modify-db-instance --no-deletion-protection",
      })),
};
