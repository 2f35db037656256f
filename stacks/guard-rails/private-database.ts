import { shown } from "./json";
import type { GuardRail } from "./rule";

/** No database has a public address. */
export const privateDatabase: GuardRail = {
  name: "private-database",
  check: (environment) =>
    environment
      .resources("aws_db_instance")
      .filter(({ values }) => values.publicly_accessible !== false)
      .map(({ path, values }) => ({
        path,
        found: `publicly_accessible = ${shown(values.publicly_accessible)}`,
        allowed: "false, written out",
        remedy: "reach it through the bastion or from inside the network",
      })),
};
