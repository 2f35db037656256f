import { z } from "zod";
import { type CheckedEngine, checkEngine } from "./engine-version";
import { hasPerformanceInsights } from "./instance-class";
import { windowsOverlap } from "./maintenance-window";
import { rule } from "./rules";
import { type CheckedStorage, checkStorage } from "./storage-checks";

/** What is checked between the keys of the database. */
interface CheckedDatabase extends CheckedEngine, CheckedStorage {
  readonly instanceClass: string;
  readonly backupWindow: string;
  readonly maintenanceWindow: string;
  readonly performanceInsights: boolean;
  readonly advancedInsights: boolean;
}

/** What the checks read: they run as soon as this much is there, so that one mistake does not hide the next. */
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
}) satisfies z.ZodType<CheckedDatabase>;

export function hasReadableDatabase(value: unknown): boolean {
  return readable.safeParse(value).success;
}

/** What must hold between the keys of the database. */
export function checkDatabase(database: CheckedDatabase, context: z.RefinementCtx): void {
  checkEngine(database, context);
  checkStorage(database, context);
  const report = (key: keyof CheckedDatabase, allowed: string, remedy: string) =>
    context.addIssue({ code: "custom", path: [key], message: rule(allowed, remedy) });
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
}
