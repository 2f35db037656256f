import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

/** The version that the waivers were reviewed with. Another one that is installed is used as it is, and named. */
export const CHECKOV_VERSION = "3.3.30";

const VERSION_TIMEOUT_MS = 60_000;

/** A checkov that runs. */
export interface Checkov {
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the environment of the child process. */
  readonly environment: Readonly<Record<string, string>>;
  readonly version: string;
}

/** Where a checkov that this project installed for itself lies. */
export function privateCheckovFolder(cacheFolder: string): string {
  return path.join(cacheFolder, `checkov-${CHECKOV_VERSION}`);
}

/** Looks on the PATH, among the modules of python3, and in the private folder. Starts nothing but `--version`. */
export async function findCheckov(cacheFolder: string): Promise<Checkov | undefined> {
  const folder = privateCheckovFolder(cacheFolder);
  const asModule = { command: "python3", args: ["-m", "checkov.main"] };
  const candidates = [
    { command: "checkov", args: [], environment: {} },
    { ...asModule, environment: {} },
    ...(existsSync(folder) ? [{ ...asModule, environment: { PYTHONPATH: folder } }] : []),
  ];
  for (const candidate of candidates) {
    const version = await versionOf(candidate);
    if (version !== undefined) return { ...candidate, version };
  }
  return undefined;
}

async function versionOf({ command, args, environment }: Omit<Checkov, "version">): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(command, [...args, "--version"], {
      env: { ...process.env, ...environment },
      timeout: VERSION_TIMEOUT_MS,
    });
    return /^\d+\.\d+\.\d+\S*$/m.exec(stdout)?.[0];
  } catch {
    return undefined; // not there, or it does not run: the next candidate may
  }
}
