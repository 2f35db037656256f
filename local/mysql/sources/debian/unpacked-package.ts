import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { LocalError } from "../../../terminal/error";
import { cacheFolder } from "../../cache-folder";
import { makeCachedFolder } from "../../make-cached-folder";
import { checkProgram, type Finding, type ProgramCandidate, programOf } from "../../program";
import { namesIn } from "../../read-if-there";
import { runProgram } from "../../run-program";
import { askedSeries, type MysqlSeries, SERIES_VARIABLE } from "../../series";
import type { MysqlSource } from "../source";
import { debianMirror, readAptSourceFiles } from "./apt-sources";
import { fetchPackages } from "./fetch-packages";

const KEYRINGS = ["/usr/share/keyrings/debian-archive-keyring.pgp", "/usr/share/keyrings/debian-archive-keyring.gpg"];

/** A server's package of one release of Debian, and where its parts lie once it is unpacked. */
export interface ServerPackage {
  readonly title: string;
  /** For people: `MySQL`. */
  readonly product: string;
  readonly packageName: string;
  readonly suite: string;
  /** Of a MySQL: the one series that the release has, so that for another nothing is fetched in vain. */
  readonly series?: MysqlSeries;
  /** What is downloaded, in megabytes. */
  readonly megabytes: number;
  /** The folder of the cache that keeps it. */
  readonly keptAs: string;
  /** The server in the folder, run by the loader with the arguments that make it find its libraries; or what is not there. */
  candidateIn(folder: string, loader: Loader): ProgramCandidate | { readonly missing: string };
}

export interface Loader {
  readonly command: string;
  /** Where the loader looks for libraries. */
  readonly libraries: readonly string[];
}

/**
 * A server from Debian's own package with its libraries, unpacked into the cache folder and started through its own loader,
 * because its libraries are other ones than the system's. The version that was fetched stays: a later run needs no network.
 */
export function unpackedPackage(server: ServerPackage): MysqlSource {
  const keptFolder = (environment: NodeJS.ProcessEnv): string =>
    join(cacheFolder(environment), `${server.keptAs}-${process.arch}`);
  return {
    title: server.title,
    findLocal: async (environment): Promise<Finding> => {
      if (process.platform !== "linux") return { missing: `not available for ${process.platform}` };
      const folder = keptFolder(environment);
      return existsSync(folder)
        ? check(server, folder, seriesFor(server, environment))
        : { missing: "nothing unpacked yet" };
    },
    fetch: async (environment, onProgress) => {
      const kept = keptFolder(environment);
      const series = seriesFor(server, environment);
      if (series !== server.series && series !== undefined) {
        throw new LocalError(
          "command_failed",
          `Debian has MySQL ${server.series} only; ${SERIES_VARIABLE}=${series} asks for another series`,
        );
      }
      if (existsSync(kept)) return programOf(await check(server, kept, series), kept); // it does not run here: fetching it again would not help
      const request = { packageName: server.packageName, suite: server.suite, ...(await readMachine()) };
      onProgress(
        `fetching Debian's package of ${server.product} from ${request.mirror} (about ${server.megabytes} MB)`,
      );
      await makeCachedFolder(kept, async (folder) => {
        await fetchPackages(request, folder);
        await rm(join(folder, "usr", "bin"), { recursive: true, force: true }); // tools, up to 90 MB, that are never run
      });
      return programOf(await check(server, kept, series), kept);
    },
  };
}

/** MYSQL_VERSION is about MySQL and about nothing else. */
function seriesFor(server: ServerPackage, environment: NodeJS.ProcessEnv): MysqlSeries | undefined {
  return server.series === undefined ? undefined : askedSeries(environment);
}

async function readMachine(): Promise<{ mirror: string; keyring: string; architecture: string }> {
  if (process.platform !== "linux") throw new LocalError("command_failed", `not available for ${process.platform}`);
  const mirror = debianMirror(readAptSourceFiles());
  if (mirror === undefined) throw new LocalError("command_failed", "apt on this machine has no Debian mirror");
  const keyring = KEYRINGS.find((file) => existsSync(file));
  if (keyring === undefined) {
    throw new LocalError("command_failed", `no keys to verify it with: ${KEYRINGS.join(" and ")} do not exist`);
  }
  const { stdout } = await runProgram("dpkg", ["--print-architecture"], { timeoutMs: 10_000 });
  return { mirror, keyring, architecture: stdout.trim() };
}

async function check(server: ServerPackage, folder: string, series: MysqlSeries | undefined): Promise<Finding> {
  const loader = findLoader(folder);
  if (loader === undefined) return { missing: `${folder} holds no loader` };
  const candidate = server.candidateIn(folder, loader);
  return "missing" in candidate ? candidate : checkProgram(candidate, series);
}

/**
 * Reads the layout from what was unpacked: the architecture's own name and its loader's differ between machines, and older
 * releases still have libraries under `/lib`.
 */
function findLoader(folder: string): Loader | undefined {
  const places = [join(folder, "usr", "lib"), join(folder, "lib")];
  const triplet = places.flatMap(namesIn).find((name) => /-linux-gnu/.test(name));
  if (triplet === undefined) return undefined;
  const libraries = places.map((place) => join(place, triplet)).filter(existsSync);
  for (const place of libraries) {
    const name = namesIn(place).find((one) => /^ld-linux.*\.so/.test(one));
    if (name !== undefined) return { command: join(place, name), libraries };
  }
  return undefined;
}
