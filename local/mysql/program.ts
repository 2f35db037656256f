import { LocalError, messageOf } from "../terminal/error";
import { runProgram } from "./run-program";
import { isOfSeries, type MysqlSeries, otherSeries } from "./series";

/** A mysqld that can be run, and how it was found. */
export interface MysqldProgram {
  readonly command: string;
  /** Before every option of mysqld: a loader's own options and the path of mysqld, where it runs through a loader. */
  readonly leadingArguments: readonly string[];
  /** Options that this build needs to find its own files. */
  readonly serverArguments: readonly string[];
  /** `8.4.9`. */
  readonly version: string;
  /** Of a MariaDB, and of nothing else: the SQL files that its system tables are made from, in their order. */
  readonly systemTables?: readonly string[];
  /** For people: `mysqld on the PATH (/usr/sbin/mysqld)`. */
  readonly source: string;
}

export type ProgramCandidate = Omit<MysqldProgram, "version">;

/** What looking for a program gave: the program, or why there is none, for people. */
export type Finding = { readonly program: MysqldProgram } | { readonly missing: string };

/** Which of the two servers that RDS calls by these names. */
export type LocalEngine = "mysql" | "mariadb";

export const ENGINE_TITLES = { mysql: "MySQL", mariadb: "MariaDB" } as const;

/** Accounts carry attributes from MySQL 8.0.21 on, and the project's marks live there; the oldest MariaDB on RDS is 10.11. */
const OLDEST: Readonly<Record<LocalEngine, readonly [number, number, number]>> = {
  mysql: [8, 0, 21],
  mariadb: [10, 11, 0],
};

/**
 * Asks a candidate for its version. One with `systemTables` must be a MariaDB, and every other one a MySQL; one that does not run, is
 * too old, or is of another series than the one asked for is none.
 */
export async function checkProgram(candidate: ProgramCandidate, series?: MysqlSeries): Promise<Finding> {
  try {
    const { stdout } = await runProgram(
      candidate.command,
      [...candidate.leadingArguments, "--no-defaults", "--version"],
      { timeoutMs: 20_000 },
    );
    return findingOf(candidate, stdout.trim(), series);
  } catch (error) {
    return { missing: `${candidate.source}: ${messageOf(error)}` };
  }
}

function findingOf(candidate: ProgramCandidate, versionLine: string, series: MysqlSeries | undefined): Finding {
  const wanted: LocalEngine = candidate.systemTables === undefined ? "mysql" : "mariadb";
  const found: LocalEngine = /\d-MariaDB/i.test(versionLine) ? "mariadb" : "mysql";
  if (found !== wanted) {
    return { missing: `${candidate.source} is ${ENGINE_TITLES[found]}; ${ENGINE_TITLES[wanted]} is wanted` };
  }
  const version = /\bVer (\d+\.\d+\.\d+)/.exec(versionLine)?.[1];
  if (version === undefined) return { missing: `${candidate.source} does not say its version: ${versionLine}` };
  const oldest = OLDEST[wanted];
  if (!isAtLeast(version, oldest)) {
    const needed = wanted === "mysql" ? oldest.join(".") : oldest.slice(0, 2).join(".");
    return { missing: `${candidate.source} is ${ENGINE_TITLES[wanted]} ${version}; ${needed} or later is needed` };
  }
  if (series !== undefined && !isOfSeries(version, series)) {
    return { missing: `${candidate.source} ${otherSeries(version, series)}` };
  }
  return { program: { ...candidate, version } };
}

function isAtLeast(version: string, oldest: readonly number[]): boolean {
  const parts = version.split(".").map(Number);
  for (const [index, wanted] of oldest.entries()) {
    const found = parts[index] ?? 0;
    if (found !== wanted) return found > wanted;
  }
  return true;
}

/** The program in a folder that was fetched: it must be there. */
export function programOf(finding: Finding, folder: string): MysqldProgram {
  if ("program" in finding) return finding.program;
  throw new LocalError("mysql_start_failed", `${finding.missing}; to fetch it again, remove ${folder}`);
}

/** What a program is, for people. */
export const titleOf = (program: MysqldProgram): string =>
  `${ENGINE_TITLES[program.systemTables === undefined ? "mysql" : "mariadb"]} ${program.version}`;
