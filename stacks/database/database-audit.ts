import { DbOptionGroup } from "@cdktf/provider-aws/lib/db-option-group";
import type { Environment } from "../../environments/schema";
import type { EnvironmentStack } from "../shared/environment-stack";
import { resourceName } from "../shared/naming";
import { keepsBackups } from "./database-backups";
import { type DatabaseEngine, seriesName } from "./database-engine";

/** Whether logins are recorded. An emulator has no option groups of today's versions. */
export function auditsConnections({ target, database }: Environment): boolean {
  return target.kind === "aws" && database.auditLog === "connections";
}

/**
 * The option group with the audit plugin: every login, refused login and end of a connection, with user and address. Returns its name,
 * or undefined without an audit.
 *
 * CONNECT and nothing else. The other events write statements, with the data in them, and the plugin does not know every statement
 * that carries a password. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.MySQL.Options.AuditPlugin.html,
 * and for MariaDB, whose own plugin it is: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.MariaDB.Options.html
 */
export function databaseAudit(stack: EnvironmentStack, engine: DatabaseEngine): string | undefined {
  const { environment } = stack;
  if (!auditsConnections(environment)) return undefined;
  const group = new DbOptionGroup(stack, "option_group", {
    // A prefix, because a group is made for one series, and because an older one of the name may be there still.
    namePrefix: `${resourceName(environment, seriesName(engine))}-`,
    engineName: engine.name,
    majorEngineVersion: engine.series,
    optionGroupDescription: "Logins recorded.",
    option: [
      {
        optionName: "MARIADB_AUDIT_PLUGIN",
        optionSettings: [{ name: "SERVER_AUDIT_EVENTS", value: "CONNECT" }],
      },
    ],
    // A snapshot keeps its option group in use, and RDS deletes none that is: what outlives the instance leaves it behind, free of charge.
    skipDestroy: keepsBackups(environment),
    lifecycle: { createBeforeDestroy: true },
  });
  return group.name;
}
