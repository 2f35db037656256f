import { LocalError } from "../terminal/error";

/** The series that the tests run on in CI: the two that RDS offers, and the one after them. */
export const SERIES = ["8.0", "8.4", "9"] as const;
export type MysqlSeries = (typeof SERIES)[number];

export const SERIES_VARIABLE = "MYSQL_VERSION";

/**
 * The series that MYSQL_VERSION asks for, or undefined where any will do. Throws `mysql_version_unusable` for one that is not
 * among {@link SERIES}: a version that was asked for is not replaced by another.
 */
export function askedSeries(environment: NodeJS.ProcessEnv): MysqlSeries | undefined {
  const asked = environment[SERIES_VARIABLE];
  if (!asked) return undefined;
  const series = SERIES.find((one) => one === asked);
  if (series !== undefined) return series;
  throw new LocalError(
    "mysql_version_unusable",
    `${SERIES_VARIABLE} is "${asked.slice(0, 40)}"; allowed: ${SERIES.join(", ")}; what to do: name a series without its ` +
      "last number, or unset it to take whatever MySQL is here",
  );
}

/** Whether a version, `8.4.9` or `9.7.4-2`, belongs to a series. */
export function isOfSeries(version: string, series: MysqlSeries): boolean {
  return version.startsWith(`${series}.`);
}

/** Why a server of another series is passed over, as the end of a sentence that names it. */
export function otherSeries(version: string, series: MysqlSeries): string {
  return `is MySQL ${version}; ${SERIES_VARIABLE}=${series} asks for another series`;
}
