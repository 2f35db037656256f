import { LocalMysqlError, messageOf } from "./errors";
import { runCommand } from "./run-command";
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
  /** For people: `mysqld on the PATH (/usr/sbin/mysqld)`. */
  readonly source: string;
}

export type ProgramCandidate = Omit<MysqldProgram, "version">;

/** What looking for a program gave: the program, or why there is none, for people. */
export type Finding = { readonly program: MysqldProgram } | { readonly missing: string };

/** Accounts carry attributes from MySQL 8.0.21 on, and the project's marks live there; RDS offers 8.0 and 8.4. */
const OLDEST: readonly [number, number, number] = [8, 0, 21];

/**
 * Asks a candidate for its version. One that does not run, is MariaDB, is too old, or is of another series than the one asked for
 * is not a program.
 */
export async function checkProgram(candidate: ProgramCandidate, series: MysqlSeries | undefined): Promise<Finding> {
  try {
    const { stdout } = await runCommand(
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
  if (/mariadb/i.test(versionLine)) {
    return { missing: `${candidate.source} is MariaDB, which the rehearsal does not support yet` };
  }
  const version = /\bVer (\d+\.\d+\.\d+)/.exec(versionLine)?.[1];
  if (version === undefined) return { missing: `${candidate.source} does not say its version: ${versionLine}` };
  if (!isAtLeast(version, OLDEST)) {
    return { missing: `${candidate.source} is MySQL ${version}; ${OLDEST.join(".")} or later is needed` };
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
  throw new LocalMysqlError("mysql_start_failed", `${finding.missing}; to fetch it again, remove ${folder}`);
}
