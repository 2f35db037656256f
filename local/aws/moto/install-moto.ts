import { spawnSync } from "node:child_process";
import { installPythonPackages } from "../../mysql/install-python-packages";
import { lastLines } from "../../mysql/run-program";
import { LocalError } from "../../terminal/error";
import { findMeasuredMoto, MOTO_VERSION, type Moto, privateMotoFolder } from "./find-moto";

/** The oldest that this version of moto runs on. */
const MIN_PYTHON = [3, 10] as const;

/**
 * The moto of the measured version that is on this machine; else installs it into the project's own cache folder. Throws `moto_not_found`.
 */
export async function findOrInstallMoto(cacheFolder: string, onProgress: (words: string) => void): Promise<Moto> {
  const found = findMeasuredMoto(cacheFolder);
  if (found !== undefined) return found;
  requirePython();
  onProgress(`installing moto ${MOTO_VERSION}, once`);
  const what = `moto[server]==${MOTO_VERSION}`;
  await installPythonPackages(privateMotoFolder(cacheFolder), [what]).catch((error: unknown) => {
    throw missing(`python3 -m pip could not install it: ${lastLines(String((error as Error).message))}`, error);
  });
  const installed = findMeasuredMoto(cacheFolder);
  if (installed === undefined) throw missing("pip installed it, and python3 does not find it in its folder");
  return installed;
}

function requirePython(): void {
  const query = "import sys; print('%d.%d.%d' % sys.version_info[:3])";
  const version = spawnSync("python3", ["-c", query], { encoding: "utf8", env: { ...process.env } }).stdout?.trim();
  if (!version) throw missing("there is no python3 on the PATH");
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [minMajor, minMinor] = MIN_PYTHON;
  if (major > minMajor || (major === minMajor && minor >= minMinor)) return;
  throw missing(`python3 is ${version}, and ${MIN_PYTHON.join(".")} or later is needed`);
}

const missing = (problem: string, cause?: unknown): LocalError =>
  new LocalError(
    "moto_not_found",
    `there is no moto ${MOTO_VERSION}, which stores the state of the local AWS: ${problem}; what to do: ` +
      `install Python ${MIN_PYTHON.join(".")} or later with pip, or moto itself: pip install 'moto[server]==${MOTO_VERSION}'`,
    { cause },
  );
