import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { FORK_PACKAGES } from "./fork-packages";

/** What imports the framework. */
const COPIED = ["main.ts", "stacks"];
/** What main.ts needs and the framework does not touch: from its own place the function is packaged to the same bytes. */
const LINKED = ["environments", "rotation-fn"];
/** Long enough for a slow connection to say one word. */
const REGISTRY_TIMEOUT_MS = 20_000;

/** Why the fork cannot be installed here; undefined where it can be, or is there already. */
export function whyNotInstalled(folder: string): string | undefined {
  if (isInstalled(folder)) return undefined;
  const [name, version] =
    Object.values(FORK_PACKAGES)
      .map((spec) => spec.replace(/^npm:/, ""))[0]
      ?.split(/@(?=\d)/) ?? [];
  const options = ["--loglevel=error", "--fetch-retries=0", `--fetch-timeout=${REGISTRY_TIMEOUT_MS}`];
  const { status, stderr } = spawnSync("npm", ["view", `${name}@${version}`, "version", ...options], {
    ...{ encoding: "utf8", env: process.env },
    timeout: 2 * REGISTRY_TIMEOUT_MS,
  });
  if (status === 0) return undefined;
  const said = /npm error code (.+)/.exec(stderr ?? "")?.[1] ?? "no answer";
  return `the npm registry does not give ${name}@${version} (${said})`;
}

/**
 * Copies the program into a folder below the project and installs the fork's packages there, under CDKTF's names. Everything else that the
 * program imports is found in the project's own node_modules, as Node and TypeScript look in the folders above, too.
 */
export function installFork(project: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of [...COPIED, ...LINKED]) rmSync(path.join(folder, name), { recursive: true, force: true });
  for (const name of COPIED) cpSync(path.join(project, name), path.join(folder, name), { recursive: true });
  for (const name of LINKED) symlinkSync(path.join(project, name), path.join(folder, name), "dir");
  const { compilerOptions } = JSON.parse(readFileSync(path.join(project, "tsconfig.json"), "utf8")) as {
    readonly compilerOptions: object;
  };
  write(folder, "tsconfig.json", { compilerOptions: { ...compilerOptions, types: ["node"] }, include: ["main.ts"] });
  if (isInstalled(folder)) return;
  write(folder, "package.json", { name: "compat-cdktn", private: true, dependencies: FORK_PACKAGES });
  const quiet = ["--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--loglevel=error"];
  execFileSync("npm", ["install", ...quiet], { cwd: folder, stdio: "inherit" });
}

function isInstalled(folder: string): boolean {
  return Object.entries(FORK_PACKAGES).every(([name, spec]) => {
    try {
      const file = path.join(folder, "node_modules", name, "package.json");
      const { version } = JSON.parse(readFileSync(file, "utf8")) as { readonly version: string };
      return spec.endsWith(version);
    } catch {
      return false; // it is not there, or only in part
    }
  });
}

function write(folder: string, name: string, content: object): void {
  writeFileSync(path.join(folder, name), `${JSON.stringify(content, undefined, 2)}\n`);
}
