import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { makeCachedFolder } from "../local/mysql/make-cached-folder";

const INSTALL_TIMEOUT_MS = 300_000;

/** A program of npm that is no dependency of this project. */
export interface OnDemandProgram {
  /** What messages call it. */
  readonly name: string;
  /** Where its package.json and package-lock.json are. */
  readonly lockFolder: string;
  /** The file that Node runs, from node_modules. */
  readonly program: string;
  /** The oldest Node that it starts on: major and minor version. */
  readonly minNode: readonly [number, number];
}

/**
 * Installs a program into the cache folder exactly as its lock file says, or finds it there. Returns the folder that holds its node_modules
 * and the file to run, or why not when that does not work.
 */
export async function findOrInstall(
  { name, lockFolder, program, minNode }: OnDemandProgram,
  cacheFolder: string,
): Promise<{ readonly folder: string; readonly program: string } | { readonly whyNot: string }> {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < minNode[0] || (major === minNode[0] && minor < minNode[1])) {
    return { whyNot: `Node is ${process.versions.node}, and ${minNode.join(".")} or later is needed` };
  }
  const lock = readFileSync(path.join(lockFolder, "package-lock.json"));
  const digest = createHash("sha256").update(lock).digest("hex").slice(0, 12);
  const folder = path.join(cacheFolder, `${name}-${digest}`);
  const installed = { folder, program: path.join(folder, "node_modules", program) };
  if (existsSync(installed.program)) return installed;
  try {
    await makeCachedFolder(folder, async (unfinished) => {
      await mkdir(unfinished, { recursive: true });
      for (const file of ["package.json", "package-lock.json"]) {
        await copyFile(path.join(lockFolder, file), path.join(unfinished, file));
      }
      const options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", unfinished];
      await promisify(execFile)("npm", options, { timeout: INSTALL_TIMEOUT_MS });
    });
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr || (error as Error).message).trim();
    return { whyNot: `npm ci could not install ${name}: ${said.split("\n")[0]}` };
  }
  return installed;
}
