import { z } from "zod";
import { type CheckedEngine, checkEngine } from "../values/engine-version";
import { hasPerformanceInsights } from "../values/instance-class";
import { windowsOverlap } from "../values/maintenance-window";
import { missingParameters } from "../values/missing-parameters";
import { rule } from "../values/rules";
import { isStatic } from "../values/static-parameters";
import { crossCheck } from "./cross-check";
import { type CheckedStorage, checkStorage } from "./storage-checks";

/** The keys of the database that the rules compare. */
interface CheckedDatabase extends CheckedEngine, CheckedStorage {
  readonly instanceClass: string;
  readonly backupWindow: string;
  readonly maintenanceWindow: string;
  readonly performanceInsights: boolean;
  readonly advancedInsights: boolean;
  readonly parameters: Readonly<Record<string, unknown>>;
}

const readable = z.object({
  engine: z.enum(["mysql", "mariadb"]),
  engineVersion: z.string(),
  minorVersionUpgrades: z.object({ value: z.boolean() }),
  majorVersionUpgrade: z.boolean(),
  applyImmediately: z.boolean(),
  storageType: z.enum(["gp3", "io2"]),
  storageGib: z.number(),
  maxStorageGib: z.number(),
  storageIops: z.number().optional(),
  storageThroughputMibps: z.number().optional(),
  instanceClass: z.string(),
  backupWindow: z.string(),
  maintenanceWindow: z.string(),
  performanceInsights: z.boolean(),
  advancedInsights: z.boolean(),
  parameters: z.record(z.string(), z.unknown()),
}) satisfies z.ZodType<CheckedDatabase>;

/** The rules between the keys of the database. */
export const databaseCheck = crossCheck(readable, (database, reportAt, context) => {
  checkEngine(database, context);
  checkStorage(database, context);
  checkParameters(database, context);
  const report = (key: keyof CheckedDatabase, allowed: string, remedy: string) =>
    reportAt([key], rule(allowed, remedy));
  const { instanceClass, backupWindow, maintenanceWindow } = database;
  if (windowsOverlap(backupWindow, maintenanceWindow)) {
    report(
      "maintenanceWindow",
      `a time outside the daily backups (${backupWindow} UTC)`,
      "move one of the two windows: RDS refuses windows that overlap",
    );
  }
  if (database.performanceInsights && !hasPerformanceInsights(instanceClass)) {
    report(
      "performanceInsights",
      `false with the class ${instanceClass}, on which RDS has none`,
      "write performanceInsights: false, or choose a larger class",
    );
  }
  if (database.advancedInsights && !database.performanceInsights) {
    report(
      "advancedInsights",
      "false without performanceInsights",
      "turn performanceInsights on, or leave the key out",
    );
  }
});

/** RDS refuses the whole group for one wrong parameter, and does not say which. */
function checkParameters({ engine, engineVersion, parameters }: CheckedDatabase, context: z.RefinementCtx): void {
  const missing = missingParameters(engine, engineVersion);
  for (const [name, given] of Object.entries(parameters)) {
    const report = (allowed: string, remedy: string) =>
      context.addIssue({ code: "custom", path: ["parameters", name], message: rule(allowed, remedy) });
    if (missing.has(name)) {
      report(`a parameter that ${engine} ${engineVersion} has`, "remove it, or write what the series has in its place");
    } else if (isStatic(engine, name) && typeof given !== "object") {
      report(
        "{ value, afterRestart: true } for a static parameter, which the server takes when it starts",
        "write it so, and restart the database when it suits",
      );
    }
  }
}
