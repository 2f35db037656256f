import { readFileSync } from "node:fs";

/**
 * Whether a process runs. One that has ended and waits for its parent to ask how (a zombie) does not: an orphan's new parent, the
 * machine's first process, may take seconds to ask.
 */
export function isRunning(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !isZombie(pid);
}

/** The state stands behind the name, which is in brackets and may hold any character. Only Linux has the file. */
function isZombie(pid: number): boolean {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)/s, ""));
  } catch {
    return false;
  }
}
