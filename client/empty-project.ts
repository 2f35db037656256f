import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { packClient } from "./build";

const run = promisify(execFile);
const TIMEOUT_MS = 300_000;

/** A project that has nothing but what a test or a measurement installs into it, from the registry that npm is configured for. */
export interface EmptyProject {
  readonly folder: string;
  write(name: string, text: string): void;
  read(name: string): string;
  /** Runs a program in the project with these variables and PATH only. Rejects with what it printed when it fails. */
  run(command: string, args: readonly string[], environment?: Record<string, string>): Promise<string>;
  remove(): void;
}

/** A project with the packed client and further packages in it, each `name@version`. */
export async function projectWithClient(...packages: string[]): Promise<EmptyProject> {
  const folder = mkdtempSync(path.join(tmpdir(), "client-project-"));
  const project: EmptyProject = {
    folder,
    write: (name, text) => writeFileSync(path.join(folder, name), text),
    read: (name) => readFileSync(path.join(folder, name), "utf8"),
    async run(command, args, environment = {}) {
      const { PATH = "", HOME = "" } = process.env;
      const options = { cwd: folder, env: { PATH, HOME, ...environment }, timeout: TIMEOUT_MS };
      try {
        const { stdout } = await run(command, [...args], options);
        return stdout;
      } catch (error) {
        const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
        throw new Error(`${command} ${args.join(" ")} failed:\n${stdout}\n${stderr}`, { cause: error });
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  try {
    project.write("package.json", JSON.stringify({ name: "application", private: true }));
    const tarball = await packClient(path.join(folder, "packed"));
    await project.run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", tarball, ...packages]);
    return project;
  } catch (error) {
    project.remove();
    throw error;
  }
}
