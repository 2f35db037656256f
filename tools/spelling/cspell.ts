import { spawnSync } from "node:child_process";
import path from "node:path";
import { findOrInstall, type OnDemandProgram } from "../npm-packages";

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

/** cspell from the lock file beside this source (15 MB): dictionaries change with every release, and a new one must not fail a commit. */
const CSPELL: OnDemandProgram = {
  name: "cspell",
  lockFolder: __dirname,
  program: path.join("cspell", "bin.mjs"),
  minNode: [20, 18],
};

/** Installs cspell into the cache folder, or finds it there. Returns why not when that does not work. */
export function findOrInstallCspell(cacheFolder: string): Promise<Cspell | { readonly whyNot: string }> {
  return findOrInstall(CSPELL, cacheFolder);
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
