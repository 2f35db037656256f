import { shown } from "./json";
import { reasonFor } from "./reasons";
import type { GuardRail } from "./rule";

/** The loss of a zone does not stop a database, unless the environment says why it may. A read replica has its source. */
export const multiAz: GuardRail = {
  name: "multi-az",
  check: (environment) =>
    environment
      .resources("aws_db_instance")
      .filter(({ values }) => values.replicate_source_db === undefined && values.multi_az !== true)
      .filter((resource) => reasonFor(resource, "multi-az") === undefined)
      .map(({ path, values }) => ({
        path,
        found: `multi_az = ${shown(values.multi_az)}`,
        allowed: "true, or false with a reason",
        remedy: "leave database.multiAz at true, or write the reason in the environment file",
      })),
};
