import { LocalMysqlError, messageOf } from "./errors";
import { useGivenServer } from "./given-server";
import { launch } from "./launch";
import type { RunningMysql, StartMysqlOptions } from "./running-mysql";
import { askedSeries, type MysqlSeries, SERIES_VARIABLE } from "./series";
import { WAYS } from "./ways/order";
import type { MysqlWay } from "./ways/way";

export type { RunningMysql, StartMysqlOptions } from "./running-mysql";

/**
 * Gets a real MySQL that speaks verified TLS, with an admin like the RDS master user: the server that MYSQL_URL names,
 * else a mysqld that is on this machine (installed, or kept from an earlier run), else one that is fetched. Where
 * MYSQL_VERSION names a series, one of that series: every other is passed over.
 *
 * What it starts listens on 127.0.0.1 only and ends with `stop`, or with this process however that ends; it does not
 * keep the process alive. Fails with one `LocalMysqlError`: `mysql_url_unusable` when MYSQL_URL is set and does not
 * work (nothing else is tried then), `mysql_version_unusable`, `mysql_not_found` with all that was tried.
 */
export async function startMysql(options: StartMysqlOptions = {}): Promise<RunningMysql> {
  return startMysqlBy(WAYS, options);
}

/** `startMysql` with the ways given, for tests of the search itself. */
export async function startMysqlBy(ways: readonly MysqlWay[], options: StartMysqlOptions): Promise<RunningMysql> {
  const environment = options.environment ?? process.env;
  const series = askedSeries(environment);
  if (environment.MYSQL_URL) return useGivenServer(environment.MYSQL_URL, environment.MYSQL_CA_FILE, series);
  const tried = [`MYSQL_URL: not set`];
  for (const way of ways) {
    const finding = await way.findHere(environment);
    if ("missing" in finding) {
      tried.push(`${way.title}: ${finding.missing}`);
      continue;
    }
    try {
      return await launch(finding.program, options);
    } catch (error) {
      if (options.dataDir !== undefined) throw error; // another build might convert the data that is there
      tried.push(`${way.title}: ${messageOf(error)}`);
    }
  }
  for (const way of ways) {
    if (way.fetch === undefined) continue;
    try {
      return await launch(await way.fetch(environment, options.onProgress ?? (() => {})), options);
    } catch (error) {
      tried.push(`${way.title}, fetched: ${messageOf(error)}`);
    }
  }
  throw new LocalMysqlError("mysql_not_found", notFoundMessage(tried, series));
}

const notFoundMessage = (tried: readonly string[], series: MysqlSeries | undefined): string =>
  [
    series === undefined
      ? "no MySQL could be started. What was tried, in this order:"
      : `no MySQL ${series} could be started, which ${SERIES_VARIABLE} asks for. What was tried, in this order:`,
    ...tried.map((line) => `  - ${line}`),
    "What to do, one of:",
    `  - install MySQL ${series ?? "8.0.21 or later"}, so that mysqld is on the PATH`,
    "  - name a running server that may be written to: MYSQL_URL=mysql://root:password@host:port, and MYSQL_CA_FILE with",
    "    the certificate of its authority where the system does not trust it",
    "  - allow the network once: the next run uses what was fetched",
    ...(series === undefined ? [] : [`  - unset ${SERIES_VARIABLE}, and take whatever MySQL is here`]),
  ].join("\n");
