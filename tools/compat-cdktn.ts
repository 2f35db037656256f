import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Command } from "commander";
import { differenceText } from "../ops/review/attributes/value-text";
import { compareSynthesized } from "./compat/compare-synthesized";
import { installFork, whyNotInstalled } from "./compat/install-fork";

const PROJECT = path.join(__dirname, "..");
const FOLDER = path.join(PROJECT, ".cache", "compat-cdktn");

/**
 * `npm run compat:cdktn`: the same program under CDK Terrain, the living fork of the archived CDKTF. Installs the fork under CDKTF's names
 * in a folder of its own, type-checks and synthesizes there, and compares all stacks. docs/leaving-cdktf.md
 */
function main(): void {
  const { ifReachable } = new Command("compat:cdktn")
    .description("Type-check and synthesize this program with CDK Terrain, the fork of CDKTF, and compare all stacks.")
    .option("--if-reachable", "skip the comparison where the npm registry cannot be reached", false)
    .allowExcessArguments(false)
    .parse()
    .opts<{ ifReachable: boolean }>();
  const whyNot = ifReachable ? whyNotInstalled(FOLDER) : undefined;
  if (whyNot !== undefined) {
    console.warn(
      `compat:cdktn is skipped: ${whyNot}; what to do: npm run compat:cdktn, where npm can install packages; later runs use what it installed`,
    );
    return;
  }
  timed("install", () => installFork(PROJECT, FOLDER));
  const tsc = path.join(PROJECT, "node_modules", "typescript", "bin", "tsc");
  timed("type-check", () => run([tsc, "--noEmit", "-p", "."], FOLDER));
  const [now, fork] = [path.join(FOLDER, "out-cdktf"), path.join(FOLDER, "out-cdktn")];
  timed("synthesize with cdktf", () => synthesize(PROJECT, now));
  timed("synthesize with cdktn", () => synthesize(FOLDER, fork));
  const compared = compareSynthesized(now, fork);
  for (const { stack, unexplained } of compared) {
    for (const difference of unexplained) console.error(`${stack}: ${differenceText(difference)}`);
  }
  for (const reason of new Set(compared.flatMap(({ named }) => named))) console.log(`differs, as named: ${reason}`);
  const broken = compared.filter(({ unexplained }) => unexplained.length > 0);
  console.log(`${compared.length} stacks, ${compared.length - broken.length} equal but for what is named`);
  if (broken.length > 0) process.exitCode = 1;
}

function synthesize(folder: string, outFolder: string): void {
  rmSync(outFolder, { recursive: true, force: true });
  const loader = pathToFileURL(require.resolve("tsx")).href;
  run(["--import", loader, "main.ts"], folder, { CDKTF_OUTDIR: outFolder });
}

function run(args: readonly string[], cwd: string, more: NodeJS.ProcessEnv = {}): void {
  execFileSync(process.execPath, [...args], { cwd, stdio: "inherit", env: { ...process.env, ...more } });
}

function timed(name: string, work: () => void): void {
  const startedMs = performance.now();
  work();
  console.log(`${name}: ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
}

main();
