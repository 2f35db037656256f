import type { EnvironmentModel, ModelResource } from "./environment-model";
import { shown } from "./json";
import { reasonFor } from "./reasons";
import type { Finding, GuardRail } from "./rule";

const MIN_BACKUP_DAYS = 7;

/** A database can be restored: a week of backups, and a snapshot when it is deleted, unless the environment says why not. */
export const backups: GuardRail = {
  name: "backups",
  check: (environment) => sources(environment).flatMap((database) => findings(database)),
};

/** A replica is made from its source again. */
function sources(environment: EnvironmentModel): readonly ModelResource[] {
  return environment.resources("aws_db_instance").filter(({ values }) => values.replicate_source_db === undefined);
}

function findings(database: ModelResource): readonly Finding[] {
  const { path, values } = database;
  const found: Finding[] = [];
  if (
    !(Number(values.backup_retention_period) >= MIN_BACKUP_DAYS) &&
    reasonFor(database, "backup-days") === undefined
  ) {
    found.push({
      path,
      found: `backup_retention_period = ${shown(values.backup_retention_period)}`,
      allowed: `at least ${MIN_BACKUP_DAYS} days, or fewer with a reason`,
      remedy: "raise database.backupDays, or write the reason in the environment file",
    });
  }
  if (values.skip_final_snapshot !== false && reasonFor(database, "final-snapshot") === undefined) {
    found.push({
      path,
      found: `skip_final_snapshot = ${shown(values.skip_final_snapshot)}`,
      allowed: "false, or true with a reason",
      remedy: "leave database.finalSnapshot at true, or write the reason in the environment file",
    });
  }
  return found;
}
