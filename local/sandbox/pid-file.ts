import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { LocalError } from "../terminal/error";
import type { KeptPaths } from "./paths";

/** The process that serves the local AWS, and where it listens. */
export interface ServedBy {
  readonly pid: number;
  readonly url: string;
  readonly region: string;
  /** The authority of the databases that it starts: `npm run ops -- sql` and `connect` verify them with it. */
  readonly databaseCaFile: string;
}

/** The process that serves it now; undefined when there is none. A file that a killed process left is removed. */
export function readPidFile({ servedBy }: KeptPaths): ServedBy | undefined {
  let found: ServedBy;
  try {
    found = JSON.parse(readFileSync(servedBy, "utf8")) as ServedBy;
  } catch {
    return undefined; // it was not written, or not to its end
  }
  if (isRunning(found.pid)) return found;
  rmSync(servedBy, { force: true });
  return undefined;
}

/** As {@link readPidFile}; throws `not_running` when there is none. */
export function requireRunning(paths: KeptPaths): ServedBy {
  const found = readPidFile(paths);
  if (found !== undefined) return found;
  throw new LocalError("not_running", "the local AWS is not running; what to do: npm run local -- up");
}

export function writePidFile({ servedBy }: KeptPaths, who: ServedBy): void {
  writeFileSync(servedBy, `${JSON.stringify(who)}\n`, { mode: 0o600 });
}

export function removePidFile({ servedBy }: KeptPaths): void {
  rmSync(servedBy, { force: true });
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
