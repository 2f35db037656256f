import { changesIn, type ResourceChange, type Review } from "../model/change";
import type { Finding, Severity } from "./finding";

/** Arguments whose change restarts the instance or fails it over. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.DBInstance.Modifying.html */
const INTERRUPTING: Readonly<Record<string, string>> = {
  instance_class: "the instance class",
  engine_version: "the engine version",
  parameter_group_name: "the parameter group",
  option_group_name: "the option group",
  ca_cert_identifier: "the certificate authority",
  port: "the port",
  storage_type: "the storage type",
  db_subnet_group_name: "the subnet group",
};

/** The database is replaced, destroyed, or restarts. */
export function database(review: Review): readonly Finding[] {
  return changesIn(review, "aws_db_instance").flatMap((change): readonly Finding[] => {
    const name = `\`${String(change.before?.identifier ?? change.after?.identifier)}\``;
    const resources = [`${change.stack}: ${change.address}`];
    if (change.action === "replace" || change.action === "delete") return [lost(change, name, resources)];
    return change.action === "update" ? restarts(change, name, resources) : [];
  });
}

function lost(
  { action, before, replacedBecause }: ResourceChange,
  name: string,
  resources: readonly string[],
): Finding {
  const because = replacedBecause.map((attribute) => `\`${attribute}\``).join(", ");
  const what =
    action === "delete"
      ? `The database ${name} is **destroyed**.`
      : `The database ${name} is **replaced**, because ${because} changes: the new one is empty.`;
  const snapshot =
    before?.skip_final_snapshot === true
      ? "**No final snapshot is taken: its data is gone.**"
      : "A final snapshot is taken first; the data comes back only by restoring it.";
  const protection =
    before?.deletion_protection === true
      ? " Deletion protection is on, so the apply fails until it is turned off and applied."
      : "";
  const headline = `the database ${name} is ${action === "delete" ? "destroyed" : "replaced"}${before?.skip_final_snapshot === true ? " and its data is lost" : ""}`;
  const code = action === "delete" ? "database_destroyed" : "database_replaced";
  return { code, severity: "danger", headline, text: `${what} ${snapshot}${protection}`, resources };
}

function restarts({ before, after }: ResourceChange, name: string, resources: readonly string[]): readonly Finding[] {
  const causes = Object.entries(INTERRUPTING).filter(
    ([key]) => after?.[key] !== undefined && before?.[key] !== after[key],
  );
  if (causes.length === 0) return [];
  const isNow = after?.apply_immediately === true;
  const words = causes.map(([, what]) => what).join(" and ");
  const when = isNow
    ? "**as soon as this is applied**"
    : `in its maintenance window (${String(after?.maintenance_window ?? "as set")})`;
  const text = `The database ${name} may restart ${when}: ${words} changes. Connections break once; a Multi-AZ instance is away for about a minute.`;
  const severity: Severity = isNow ? "danger" : "attention";
  const headline = `the database ${name} restarts ${isNow ? "now" : "in its maintenance window"}`;
  return [{ code: "database_restarts", severity, headline, text, resources }];
}
