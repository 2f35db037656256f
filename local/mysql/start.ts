import { LocalError, messageOf } from "../terminal/error";
import { useGivenServer } from "./given-server";
import { ENGINE_TITLES, type LocalEngine } from "./program";
import type { RunningMysql, StartMysqlOptions } from "./running-mysql";
import { askedSeries, type MysqlSeries, SERIES_VARIABLE } from "./series";
import { debianMariadb } from "./sources/debian-mariadb";
import { debianPackages } from "./sources/debian-packages";
import { mariadbdOnPath } from "./sources/mariadbd-on-path";
import { mysqldOnPath } from "./sources/mysqld-on-path";
import type { MysqlSource } from "./sources/source";
import { vendorDownload } from "./sources/vendor-download";
import { startOwnServer } from "./start-own-server";

export type { RunningMysql, StartMysqlOptions } from "./running-mysql";

/** Where a server can come from, best first. What is on the machine is taken in this order before anything is fetched. */
export const SOURCES: Readonly<Record<LocalEngine, readonly MysqlSource[]>> = {
  mysql: [mysqldOnPath, vendorDownload, debianPackages],
  mariadb: [mariadbdOnPath, debianMariadb("bookworm"), debianMariadb("sid")],
};

/**
 * Gets a real MySQL (or MariaDB, by `engine`) that speaks verified TLS, with an admin like the RDS master user: the server that
 * MYSQL_URL (MARIADB_URL) names, else a server that is on this machine (installed, or kept from an earlier run), else one that is
 * fetched. Where MYSQL_VERSION names a series, a MySQL of that series: every other is passed over.
 *
 * What it starts listens on 127.0.0.1 only and ends with `stop`, or with this process however that ends; it does not
 * keep the process alive. Fails with one `LocalError`: `mysql_url_unusable` when the URL is set and does not
 * work (nothing else is tried then), `mysql_version_unusable`, `mysql_not_found` with all that was tried.
 */
export async function startMysql(options: StartMysqlOptions = {}): Promise<RunningMysql> {
  return startMysqlFrom(SOURCES[options.engine ?? "mysql"], options);
}

/** `startMysql` with the sources given, for tests of the search itself. */
export async function startMysqlFrom(
  sources: readonly MysqlSource[],
  options: StartMysqlOptions,
): Promise<RunningMysql> {
  const { environment = process.env, engine = "mysql" } = options;
  const variables = GIVEN[engine];
  const url = environment[variables.url];
  const series = engine === "mysql" ? askedSeries(environment) : undefined;
  if (url) return useGivenServer(url, environment[variables.caFile], engine, series);
  const tried = [`${variables.url}: not set`];
  for (const source of sources) {
    const finding = await source.findLocal(environment);
    if ("missing" in finding) {
      tried.push(`${source.title}: ${finding.missing}`);
      continue;
    }
    try {
      return await startOwnServer(finding.program, options);
    } catch (error) {
      if (options.dataDir !== undefined) throw error; // another build might convert the data that is there
      tried.push(`${source.title}: ${messageOf(error)}`);
    }
  }
  for (const source of sources) {
    if (source.fetch === undefined) continue;
    try {
      return await startOwnServer(await source.fetch(environment, options.onProgress ?? (() => {})), options);
    } catch (error) {
      tried.push(`${source.title}, fetched: ${messageOf(error)}`);
    }
  }
  throw new LocalError("mysql_not_found", notFoundMessage(engine, tried, series));
}

/** The variables that name a server which is there, and the authority of its certificate. */
export const GIVEN = {
  mysql: { url: "MYSQL_URL", caFile: "MYSQL_CA_FILE" },
  mariadb: { url: "MARIADB_URL", caFile: "MARIADB_CA_FILE" },
} as const;

const INSTALL = {
  mysql: "install MySQL 8.0.21 or later, so that mysqld is on the PATH",
  mariadb: "install MariaDB 10.11 or later, so that mariadbd is on the PATH",
} as const;

const notFoundMessage = (engine: LocalEngine, tried: readonly string[], series: MysqlSeries | undefined): string =>
  [
    series === undefined
      ? `no ${ENGINE_TITLES[engine]} could be started. What was tried, in this order:`
      : `no MySQL ${series} could be started, which ${SERIES_VARIABLE} asks for. What was tried, in this order:`,
    ...tried.map((line) => `  - ${line}`),
    "What to do, one of:",
    `  - ${series === undefined ? INSTALL[engine] : `install MySQL ${series}, so that mysqld is on the PATH`}`,
    `  - name a running server that may be written to: ${GIVEN[engine].url}=mysql://root:password@host:port, and ${GIVEN[engine].caFile} with`,
    "    the certificate of its authority where the system does not trust it",
    "  - allow the network once: the next run uses what was fetched",
    ...(series === undefined ? [] : [`  - unset ${SERIES_VARIABLE}, and take whatever MySQL is here`]),
  ].join("\n");
