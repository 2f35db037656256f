import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { makeCachedFolder } from "../../local/mysql/make-cached-folder";

/** cspell 9 refuses to start on an older Node. */
const MIN_NODE = [20, 18] as const;
const INSTALL_TIMEOUT_MS = 300_000;
/** What is read: pages in the root and in docs, the client's pages, and the comments of all sources. */
const FILES = [
  "*.md",
  "docs/**/*.md",
  "client/**/*.md",
  "{bench,client,environments,local,ops,rotation-fn,stacks,tests,tools}/**/*.ts",
  "main.ts",
];

/** cspell with its dictionaries, in a folder of this project's own. */
export interface Cspell {
  readonly program: string;
}

/**
 * Installs cspell from the lock file beside this source into the cache folder (15 MB), or finds it there: dictionaries change with
 * every release, and a new one must not fail a commit. Returns why not when that does not work.
 */
export async function findOrInstallCspell(cacheFolder: string): Promise<Cspell | { readonly whyNot: string }> {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < MIN_NODE[0] || (major === MIN_NODE[0] && minor < MIN_NODE[1])) {
    return { whyNot: `Node is ${process.versions.node}, and ${MIN_NODE.join(".")} or later is needed` };
  }
  const lock = path.join(__dirname, "package-lock.json");
  const digest = createHash("sha256").update(readFileSync(lock)).digest("hex").slice(0, 12);
  const folder = path.join(cacheFolder, `cspell-${digest}`);
  const program = path.join(folder, "node_modules", "cspell", "bin.mjs");
  if (existsSync(program)) return { program };
  try {
    await makeCachedFolder(folder, async (unfinished) => {
      await mkdir(unfinished, { recursive: true });
      for (const name of ["package.json", "package-lock.json"]) {
        await copyFile(path.join(__dirname, name), path.join(unfinished, name));
      }
      const options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", unfinished];
      await promisify(execFile)("npm", options, { timeout: INSTALL_TIMEOUT_MS });
    });
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr || (error as Error).message).trim();
    return { whyNot: `npm ci could not install cspell: ${said.split("\n")[0]}` };
  }
  return { program };
}

/** Checks the files of the repository. Prints each unknown word with its place; returns the exit code. */
export function runCspell({ program }: Cspell, repository: string): number {
  const config = path.join(__dirname, "cspell.json");
  const options = ["lint", "--config", config, "--root", repository, "--no-progress"];
  const { status } = spawnSync(process.execPath, [program, ...options, ...FILES], {
    cwd: repository,
    stdio: "inherit",
  });
  return status ?? 1;
}
