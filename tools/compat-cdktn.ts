import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { differenceText } from "../ops/review/attributes/value-text";
import { compareSynthesized } from "./compat/compare-synthesized";
import { FORK_PACKAGES, LEFT_OUT } from "./compat/fork-packages";

const PROJECT = path.join(__dirname, "..");
const FOLDER = path.join(PROJECT, ".cache", "compat-cdktn");
const PROGRAM = ["main.ts", "environments", "stacks", "rotation-fn", ".npmrc"];

/**
 * `npm run compat:cdktn`: the same program under CDK Terrain, the living fork of the archived CDKTF. Installs the fork under CDKTF's names
 * in a folder of its own, type-checks and synthesizes there, and compares all stacks. docs/leaving-cdktf.md
 */
function main(): void {
  mkdirSync(FOLDER, { recursive: true });
  for (const name of PROGRAM) {
    rmSync(path.join(FOLDER, name), { recursive: true, force: true });
    cpSync(path.join(PROJECT, name), path.join(FOLDER, name), { recursive: true });
  }
  writePackage();
  step("install", "npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"], FOLDER);
  step(
    "type-check",
    process.execPath,
    [path.join(PROJECT, "node_modules", "typescript", "bin", "tsc"), "--noEmit", "-p", "."],
    FOLDER,
  );
  const [now, fork] = [path.join(FOLDER, "out-cdktf"), path.join(FOLDER, "out-cdktn")];
  synthesize(PROJECT, now);
  synthesize(FOLDER, fork);
  const compared = compareSynthesized(now, fork);
  for (const { stack, unexplained } of compared) {
    for (const difference of unexplained) console.error(`${stack}: ${differenceText(difference)}`);
  }
  for (const reason of new Set(compared.flatMap(({ named }) => named))) console.log(`differs, as named: ${reason}`);
  const broken = compared.filter(({ unexplained }) => unexplained.length > 0);
  console.log(`${compared.length} stacks, ${compared.length - broken.length} equal but for what is named`);
  if (broken.length > 0) process.exitCode = 1;
}

function writePackage(): void {
  const own = JSON.parse(readFileSync(path.join(PROJECT, "package.json"), "utf8")) as {
    readonly devDependencies: Readonly<Record<string, string>>;
    readonly overrides: Readonly<Record<string, string>>;
  };
  const kept = Object.entries(own.devDependencies).filter(([name]) => !LEFT_OUT.includes(name));
  const devDependencies = { ...Object.fromEntries(kept), ...FORK_PACKAGES };
  const content = { name: "compat-cdktn", private: true, devDependencies, overrides: own.overrides };
  writeFileSync(path.join(FOLDER, "package.json"), `${JSON.stringify(content, undefined, 2)}\n`);
  const { compilerOptions } = JSON.parse(readFileSync(path.join(PROJECT, "tsconfig.json"), "utf8")) as {
    readonly compilerOptions: object;
  };
  const tsconfig = { compilerOptions: { ...compilerOptions, types: ["node"] }, include: ["main.ts"] };
  writeFileSync(path.join(FOLDER, "tsconfig.json"), `${JSON.stringify(tsconfig, undefined, 2)}\n`);
}

function synthesize(folder: string, outFolder: string): void {
  rmSync(outFolder, { recursive: true, force: true });
  const loader = pathToFileURL(require.resolve("tsx")).href;
  step(`synthesize ${path.basename(outFolder)}`, process.execPath, ["--import", loader, "main.ts"], folder, {
    CDKTF_OUTDIR: outFolder,
  });
}

function step(name: string, program: string, args: readonly string[], cwd: string, more: NodeJS.ProcessEnv = {}): void {
  const startedMs = performance.now();
  execFileSync(program, [...args], { cwd, stdio: "inherit", env: { ...process.env, ...more } });
  console.log(`${name}: ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
}

main();
