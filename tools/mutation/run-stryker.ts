import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import path from "node:path";
import { findOrInstall, type OnDemandProgram } from "../npm-packages";
import { sourceDigest } from "../proof/source-digest";
import { MUTATED, type MutatedPart } from "./parts";
import type { MutationReport } from "./report";

/** 253 packages and 77 MB, which nobody needs who does not measure the tests. docs/decisions/067 */
const STRYKER: OnDemandProgram = {
  name: "stryker",
  lockFolder: __dirname,
  program: path.join("@stryker-mutator", "core", "bin", "stryker.js"),
  minNode: [20, 0],
};
export const STRYKER_VERSION: string = JSON.parse(readFileSync(path.join(__dirname, "package.json"), "utf8"))
  .dependencies["@stryker-mutator/core"];
/** Jest's names for Mocha, which runs the tests here. */
const INTERFACE = "tools/mutation/jest-interface.cjs";
const CONCURRENCY = 2;
/** A mutant that loops forever ends after this, and after half more than its tests need. A busy machine must not kill others: these take part of a second. */
const TIMEOUT_MS = 5_000;

export interface StrykerRun {
  /** Decides which tests run. */
  readonly part: MutatedPart;
  /** The files to mutate, from the root of the repository. */
  readonly files: readonly string[];
  /** Whether results of earlier runs count where neither the mutant nor its tests changed. */
  readonly isIncremental: boolean;
}

export type Stryker = Exclude<Awaited<ReturnType<typeof findOrInstallStryker>>, { readonly whyNot: string }>;

/** Installs Stryker into the cache folder, or finds it there. Returns why not when that does not work. */
export function findOrInstallStryker(cacheFolder: string) {
  return findOrInstall(STRYKER, cacheFolder);
}

/** Where a run happens. */
export interface MutationPlaces {
  readonly repository: string;
  readonly cacheFolder: string;
  /** A copy of the repository, by copyRepository. Stryker changes its files. */
  readonly copy: string;
}

/**
 * Changes the files in the copy, and runs the part's tests against each change. Stryker shows its progress. Throws when it cannot, for example
 * because a test fails without a mutant.
 */
export async function runStryker(
  stryker: Stryker,
  { repository, copy, cacheFolder }: MutationPlaces,
  { part, files, isIncremental }: StrykerRun,
): Promise<MutationReport> {
  const plugin = path.join(
    stryker.folder,
    "node_modules",
    "@stryker-mutator",
    "mocha-runner",
    "dist",
    "src",
    "index.js",
  );
  const reportFile = path.join(copy, "mutation.json");
  const configFile = path.join(copy, "stryker.conf.json");
  const config = {
    plugins: [plugin],
    testRunner: "mocha",
    mochaOptions: {
      require: [path.join(copy, INTERFACE)],
      spec: MUTATED[part].tests.map((file) => `tests/rotation-fn/${file}`),
    },
    mutate: files,
    coverageAnalysis: "perTest",
    concurrency: CONCURRENCY,
    timeoutMS: TIMEOUT_MS,
    // The folder is a copy already, and has no tsconfig that Stryker would rewrite: it cannot read the one of TypeScript 7.
    inPlace: true,
    tsconfigFile: "no-tsconfig.json",
    checkers: [],
    reporters: ["json", process.stdout.isTTY ? "progress" : "progress-append-only"],
    jsonReporter: { fileName: reportFile },
    incremental: true,
    incrementalFile: incrementalFile(repository, cacheFolder, part),
    force: !isIncremental,
    tempDirName: ".stryker",
    allowConsoleColors: false,
  };
  writeFileSync(configFile, JSON.stringify(config));
  const status = await ended(stryker, configFile, { MUTATION_PACKAGES: path.join(stryker.folder, "package.json") });
  if (status !== 0 || !existsSync(reportFile))
    throw new Error(`Stryker ended with exit code ${status}; it said above why`);
  return JSON.parse(readFileSync(reportFile, "utf8")) as MutationReport;
}

/** Runs Stryker to its end. Interrupted with this process, it ends, too. */
function ended(stryker: Stryker, configFile: string, variables: NodeJS.ProcessEnv): Promise<number | null> {
  const child = spawn(process.execPath, [stryker.program, "run", configFile], {
    cwd: path.dirname(configFile),
    stdio: "inherit",
    env: { ...process.env, ...variables },
  });
  const stop = () => child.kill("SIGTERM");
  process.once("SIGINT", stop).once("SIGTERM", stop);
  return new Promise((resolve, reject) => {
    child.once("error", reject).once("close", (code) => {
      process.off("SIGINT", stop).off("SIGTERM", stop);
      resolve(code);
    });
  });
}

/** What tests have in common, and Stryker does not see: of it, only changed tests and mutated files. A new state is a new test. */
const SHARED = [
  ...["tests/support/memory", "tests/support/faulty-ports.ts", INTERFACE],
  ...["state", "recording", "recorded-ports", "names", "port-changes", "world-changes"].map(
    (name) => `tests/rotation-fn/answers/${name}.ts`,
  ),
];

/** The name of the file has the digest of what the tests have in common. */
function incrementalFile(repository: string, cacheFolder: string, part: MutatedPart): string {
  const shared = sourceDigest(repository, SHARED);
  return path.join(cacheFolder, `mutation-${part}-${shared}.json`);
}

/** Copies the files of the repository as they are now; the packages are those of the repository. */
export async function copyRepository(repository: string, folder: string): Promise<void> {
  for (const file of listed(repository)) {
    const copy = path.join(folder, file);
    mkdirSync(path.dirname(copy), { recursive: true });
    await copyFile(path.join(repository, file), copy);
  }
  symlinkSync(path.join(repository, "node_modules"), path.join(folder, "node_modules"), "dir");
}

/** The files that are in the repository or would be, as they are now. */
function listed(repository: string): readonly string[] {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const names = execFileSync("git", args, { cwd: repository, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  return names.split("\0").filter((name) => name !== "" && existsSync(path.join(repository, name)));
}
