import type { z } from "zod";
import { oneOf, rule, text } from "./rules";

/** The series of each engine that RDS offers and this project takes, newest first. */
export const ENGINE_SERIES = { mysql: ["8.4", "8.0"], mariadb: ["11.4", "10.11"] } as const;
export type Engine = keyof typeof ENGINE_SERIES;

export const engineSchema = oneOf(["mysql", "mariadb"], "choose one of these");

export const engineVersionSchema = text(
  /^\d{1,2}\.\d{1,2}(\.\d{1,2})?$/,
  'a series such as "8.4", or a whole version such as "8.4.7", as text',
  "write the version as RDS lists it",
);

const WHOLE_VERSION = /^\d+\.\d+\.\d+$/;

/** What is checked between engine and version. */
export interface CheckedEngine {
  readonly engine: Engine;
  readonly engineVersion: string;
  readonly minorVersionUpgrades: { readonly value: boolean };
  readonly majorVersionUpgrade: boolean;
  readonly applyImmediately: boolean;
}

/** What must hold between engine, version and who moves it. */
export function checkEngine(database: CheckedEngine, context: z.RefinementCtx): void {
  const report = (key: keyof CheckedEngine, allowed: string, remedy: string) =>
    context.addIssue({ code: "custom", path: [key], message: rule(allowed, remedy) });
  const { engine, engineVersion } = database;
  const known: readonly string[] = ENGINE_SERIES[engine];
  if (!known.some((series) => isOfSeries(engineVersion, series))) {
    const names = known.map((series) => `"${series}"`).join(", ");
    report("engineVersion", `${names}, or one of their minor versions, with the engine ${engine}`, "choose a version");
  }
  if (WHOLE_VERSION.test(engineVersion) && database.minorVersionUpgrades.value) {
    report(
      "minorVersionUpgrades",
      `{ value: false, reason: "..." } with the whole version ${engineVersion}: RDS would move it, and the next deployment ` +
        "would try to move it back",
      "write only the series as engineVersion, or say why security fixes have to wait",
    );
  }
  if (database.majorVersionUpgrade && !database.applyImmediately) {
    report(
      "majorVersionUpgrade",
      "true only with applyImmediately: true, because the parameter group of the old series cannot go while it waits",
      "set applyImmediately for the deployment that upgrades, at a quiet hour",
    );
  }
}

function isOfSeries(version: string, series: string): boolean {
  return version === series || version.startsWith(`${series}.`);
}
