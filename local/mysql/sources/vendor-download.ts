import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { LocalError } from "../../terminal/error";
import { cacheFolder } from "../cache-folder";
import { makeCachedFolder } from "../make-cached-folder";
import { checkProgram, type Finding, programOf } from "../program";
import { runProgram } from "../run-program";
import { askedSeries, type MysqlSeries } from "../series";
import { lendLibaio } from "./libaio";
import type { MysqlSource } from "./source";

/** The long-term series that RDS offers: what is fetched where none is asked for. */
const DEFAULT_SERIES: MysqlSeries = "8.4";
const PROBE_TIMEOUT_MS = 4_000;
const DOWNLOAD_TIMEOUT_MS = 600_000;

/**
 * The vendor's own build for this platform, found and downloaded by the npm package mysql-memory-server (HTTPS; the
 * vendor's signature is not checked by it). It is asked to download only: we run mysqld with options and certificates
 * of our own. Its cache is the temporary folder under a name that others could take first, so it gets a private one.
 *
 * Of a series it takes the newest that it knows, by the order of text (mysql-memory-server 1.16: 8.0.45, 8.4.9, 9.7.2).
 */
export const vendorDownload: MysqlSource = {
  title: "the npm package mysql-memory-server",
  findLocal: async (environment): Promise<Finding> => {
    const series = askedSeries(environment) ?? DEFAULT_SERIES;
    const folder = keptFolder(environment, series);
    return existsSync(folder) ? check(folder, series) : { missing: "nothing downloaded yet" };
  },
  fetch: async (environment, onProgress) => {
    const series = askedSeries(environment) ?? DEFAULT_SERIES;
    const kept = keptFolder(environment, series);
    if (existsSync(kept)) return programOf(await check(kept, series), kept); // it does not run here: fetching it again would not help
    await askForDownload(["probe", series], environment, PROBE_TIMEOUT_MS);
    onProgress(`downloading MySQL ${series} from its vendor`);
    await makeCachedFolder(kept, async (folder) => {
      await mkdir(folder, { mode: 0o700 });
      const order = ["download", series];
      const mysqld = await askForDownload(order, { ...environment, TMPDIR: folder }, DOWNLOAD_TIMEOUT_MS);
      await rename(dirname(dirname(mysqld)), join(folder, "mysql")); // out of the package's own cache in there
      await lendLibaio(join(folder, "mysql"));
    });
    return programOf(await check(kept, series), kept);
  },
};

const keptFolder = (environment: NodeJS.ProcessEnv, series: MysqlSeries): string =>
  join(cacheFolder(environment), `mysql-vendor-${series}-${process.platform}-${process.arch}`);

const check = (folder: string, series: MysqlSeries): Promise<Finding> => {
  const command = join(folder, "mysql", "bin", "mysqld");
  const source = `MySQL downloaded by mysql-memory-server (${command})`;
  const serverArguments = [`--basedir=${join(folder, "mysql")}`];
  return checkProgram({ command, leadingArguments: [], serverArguments, source }, series);
};

/** The package prints and retries as it likes: it runs in a process of its own, with an end. */
async function askForDownload(
  order: readonly string[],
  environment: NodeJS.ProcessEnv,
  timeoutMs: number,
): Promise<string> {
  const script = join(__dirname, "ask-vendor.cjs");
  const { stdout } = await runProgram(process.execPath, [script, ...order], { timeoutMs, environment });
  const answer = stdout.trim().split("\n").at(-1) ?? "";
  if (answer === "") throw new LocalError("command_failed", "mysql-memory-server gave no answer");
  return answer;
}
