import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { programFiles } from "../../mysql/sources/program-files";

/** The version that the gateway's repairs were measured on. */
export const MOTO_VERSION = "5.2.1";

/** A Python that has moto with its server. */
export interface Moto {
  readonly python: string;
  /** Added to the environment of the child process. */
  readonly environment: Readonly<Record<string, string>>;
  readonly version: string;
}

/** A busy machine needs seconds to start Python: without its answer everything that needs moto would be skipped. */
const QUERY_TIMEOUT_MS = 60_000;
/** Looked up without importing either, which would take seconds. Flask is what the extra moto[server] adds. */
const QUERY =
  "import importlib.util as u, importlib.metadata as m; print(m.version('moto') if u.find_spec('flask') else '')";

/** The folder of the moto that this project installed for itself. */
export function privateMotoFolder(cacheFolder: string): string {
  return join(cacheFolder, `moto-${MOTO_VERSION}`);
}

/**
 * Looks for moto with its server, of any version: among the modules of `python3`, then with the Python that the program
 * `moto_server` on the PATH names. Takes about 0.1 s and starts nothing.
 */
export function findMoto(): Moto | undefined {
  return motoOf("python3") ?? motoOf(interpreterOf(programFiles("moto_server", process.env, [])[0]));
}

/** As {@link findMoto}, but only the measured version; also looks in the private folder. */
export function findMeasuredMoto(cacheFolder: string): Moto | undefined {
  const found = findMoto();
  if (found?.version === MOTO_VERSION) return found;
  const folder = privateMotoFolder(cacheFolder);
  const own = existsSync(folder) ? motoOf("python3", { PYTHONPATH: folder }) : undefined;
  return own?.version === MOTO_VERSION ? own : undefined;
}

function motoOf(python: string | undefined, environment: Readonly<Record<string, string>> = {}): Moto | undefined {
  if (python === undefined) return undefined;
  const answer = spawnSync(python, ["-c", QUERY], {
    encoding: "utf8",
    timeout: QUERY_TIMEOUT_MS,
    env: { ...process.env, ...environment },
  });
  const version = answer.status === 0 ? answer.stdout.trim() : "";
  return version === "" ? undefined : { python, environment, version };
}

/** A script that pip or pipx made names the interpreter that has moto. */
function interpreterOf(script: string | undefined): string | undefined {
  return script === undefined ? undefined : /^#!(\S*python\S*)/.exec(readFileSync(script, "utf8"))?.[1];
}
