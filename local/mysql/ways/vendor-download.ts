import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cacheFolder } from "../cache-folder";
import { LocalMysqlError } from "../errors";
import { makeCachedFolder } from "../make-cached-folder";
import { checkProgram, type Finding, programOf } from "../program";
import { runCommand } from "../run-command";
import type { MysqlWay } from "./way";

/** The long-term series that RDS offers. */
const SERIES = "8.4";
const PROBE_TIMEOUT_MS = 4_000;
const DOWNLOAD_TIMEOUT_MS = 600_000;

/**
 * The vendor's own build for this platform, found and downloaded by the npm package mysql-memory-server (HTTPS; the
 * vendor's signature is not checked by it). It is asked to download only: we run mysqld with options and certificates
 * of our own. Its cache is the temporary folder under a name that others could take first, so it gets a private one.
 */
export const vendorDownload: MysqlWay = {
  title: "the npm package mysql-memory-server",
  findHere: async (environment): Promise<Finding> => {
    const folder = keptFolder(environment);
    return existsSync(folder) ? check(folder) : { missing: "nothing downloaded yet" };
  },
  fetch: async (environment, onProgress) => {
    const kept = keptFolder(environment);
    if (existsSync(kept)) return programOf(await check(kept), kept); // it does not run here: fetching it again would not help
    await askForDownload(["probe"], environment, PROBE_TIMEOUT_MS);
    onProgress(`downloading MySQL ${SERIES} from its vendor`);
    await makeCachedFolder(kept, async (folder) => {
      await mkdir(folder, { mode: 0o700 });
      const mysqld = await askForDownload(["download"], { ...environment, TMPDIR: folder }, DOWNLOAD_TIMEOUT_MS);
      await rename(dirname(dirname(mysqld)), join(folder, "mysql")); // out of the package's own cache in there
    });
    return programOf(await check(kept), kept);
  },
};

const keptFolder = (environment: NodeJS.ProcessEnv): string =>
  join(cacheFolder(environment), `mysql-vendor-${SERIES}-${process.platform}-${process.arch}`);

const check = (folder: string): Promise<Finding> => {
  const command = join(folder, "mysql", "bin", "mysqld");
  const source = `MySQL downloaded by mysql-memory-server (${command})`;
  return checkProgram({
    command,
    leadingArguments: [],
    serverArguments: [`--basedir=${join(folder, "mysql")}`],
    source,
  });
};

/** The package prints and retries as it likes: it runs in a process of its own, with an end. */
async function askForDownload(
  order: readonly string[],
  environment: NodeJS.ProcessEnv,
  timeoutMs: number,
): Promise<string> {
  const script = join(__dirname, "ask-vendor.cjs");
  const { stdout } = await runCommand(process.execPath, [script, ...order, SERIES], { timeoutMs, environment });
  const answer = stdout.trim().split("\n").at(-1) ?? "";
  if (answer === "") throw new LocalMysqlError("command_failed", "mysql-memory-server gave no answer");
  return answer;
}
