import { existsSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "../cache-folder";
import { debianMirror, readAptSourceFiles } from "../debian/apt-sources";
import { fetchPackages } from "../debian/fetch-packages";
import { LocalMysqlError } from "../errors";
import { makeCachedFolder } from "../make-cached-folder";
import { checkProgram, type Finding, programOf } from "../program";
import { runCommand } from "../run-command";
import { askedSeries, type MysqlSeries, SERIES_VARIABLE } from "../series";
import type { MysqlWay } from "./way";

/** Debian's stable releases have MariaDB only; its rolling release has MySQL. */
const SUITE = "sid";
const PACKAGE = "mysql-server-core";
/** The rolling release has no older one, so for those nothing is fetched in vain. */
const FETCHABLE: MysqlSeries = "9";
const KEYRINGS = ["/usr/share/keyrings/debian-archive-keyring.pgp", "/usr/share/keyrings/debian-archive-keyring.gpg"];

/**
 * Debian's own package of MySQL with its libraries, unpacked into the cache folder and started through its own loader,
 * because its libraries are newer than the system's. The version that was fetched stays: a later run asks nobody.
 */
export const debianPackages: MysqlWay = {
  title: "Debian's packages, unpacked and not installed",
  findHere: async (environment): Promise<Finding> => {
    if (process.platform !== "linux") return { missing: `not for ${process.platform}` };
    const folder = keptFolder(environment);
    return existsSync(folder) ? check(folder, askedSeries(environment)) : { missing: "nothing unpacked yet" };
  },
  fetch: async (environment, onProgress) => {
    const kept = keptFolder(environment);
    const series = askedSeries(environment);
    if (series !== undefined && series !== FETCHABLE) {
      throw new LocalMysqlError(
        "command_failed",
        `Debian has MySQL ${FETCHABLE} only; ${SERIES_VARIABLE}=${series} asks for another series`,
      );
    }
    if (existsSync(kept)) return programOf(await check(kept, series), kept); // it does not run here: fetching it again would not help
    const request = { packageName: PACKAGE, suite: SUITE, ...(await readMachine()) };
    onProgress(`fetching Debian's package of MySQL from ${request.mirror} (about 60 MB)`);
    await makeCachedFolder(kept, async (folder) => {
      await fetchPackages(request, folder);
      await rm(join(folder, "usr", "bin"), { recursive: true, force: true }); // tools, 90 MB, that nobody runs
    });
    return programOf(await check(kept, series), kept);
  },
};

async function readMachine(): Promise<{ mirror: string; keyring: string; architecture: string }> {
  if (process.platform !== "linux") throw new LocalMysqlError("command_failed", `not for ${process.platform}`);
  const mirror = debianMirror(readAptSourceFiles());
  if (mirror === undefined) throw new LocalMysqlError("command_failed", "this machine's apt uses no mirror of Debian");
  const keyring = KEYRINGS.find((file) => existsSync(file));
  if (keyring === undefined) {
    throw new LocalMysqlError("command_failed", `no keys to verify it with: ${KEYRINGS.join(" and ")} do not exist`);
  }
  const { stdout } = await runCommand("dpkg", ["--print-architecture"], { timeoutMs: 10_000 });
  return { mirror, keyring, architecture: stdout.trim() };
}

const keptFolder = (environment: NodeJS.ProcessEnv): string =>
  join(cacheFolder(environment), `mysql-debian-${SUITE}-${process.arch}`);

/** Reads the layout from what was unpacked: the architecture's own name and its loader's differ between machines. */
async function check(folder: string, series: MysqlSeries | undefined): Promise<Finding> {
  const lib = join(folder, "usr", "lib");
  const share = join(folder, "usr", "share", "mysql");
  const triplet = namesIn(lib).find((name) => /-linux-gnu/.test(name));
  const libraries = join(lib, triplet ?? "no-such-folder");
  const loader = triplet === undefined ? undefined : namesIn(libraries).find((name) => /^ld-linux.*\.so/.test(name));
  if (loader === undefined) return { missing: `${folder} holds no loader` };
  const candidate = {
    command: join(libraries, loader),
    leadingArguments: [
      "--library-path",
      [libraries, join(lib, "mysql", "private")].join(":"),
      join(folder, "usr", "sbin", "mysqld"),
    ],
    serverArguments: [
      `--basedir=${join(folder, "usr")}`,
      `--lc-messages-dir=${share}`,
      `--character-sets-dir=${join(share, "charsets")}`,
      `--plugin-dir=${join(lib, "mysql", "plugin")}`,
    ],
    source: `Debian's package of MySQL, unpacked in ${folder}`,
  };
  return checkProgram(candidate, series);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // not what was unpacked: the caller finds nothing in it
  }
}
