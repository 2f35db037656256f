import type { Environment } from "../../environments/schema";

/** What follows from the engine and its version. */
export interface DatabaseEngine {
  /** As RDS calls it. */
  readonly name: "mysql" | "mariadb";
  /** A series, or a whole version. */
  readonly version: string;
  /** `8.4`: what parameter and option groups are made for. */
  readonly series: string;
  /** The family of parameter groups: `mysql8.4`. */
  readonly family: string;
  /** The parameters that differ between the engines. */
  readonly collation: string;
}

/** Begins with the engine in names that cannot stay the same over a change of the series: `mysql-8-4`. */
export function seriesName({ name, series }: DatabaseEngine): string {
  return `${name}-${series.replace(".", "-")}`;
}

export function databaseEngine({ engine, engineVersion }: Pick<Environment["database"], "engine" | "engineVersion">) {
  const series = engineVersion.split(".").slice(0, 2).join(".");
  return {
    name: engine,
    version: engineVersion,
    series,
    family: `${engine}${series}`,
    // Each the engine's own modern one: accents and case do not tell words apart.
    collation: engine === "mysql" ? "utf8mb4_0900_ai_ci" : "utf8mb4_unicode_ci",
  } satisfies DatabaseEngine;
}
