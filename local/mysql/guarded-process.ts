import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { holdParent } from "../terminal/hold-parent";

/** What the guardian runs; see guardian.cjs. */
export interface GuardianOrder {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly logFile: string;
  readonly folder: string;
  readonly stopSignal: "SIGKILL" | "SIGTERM";
}

/** A mysqld under a guardian: it ends when this process ends, however that happens, and does not keep it alive. */
export interface GuardedProcess {
  /** How mysqld ended by itself, or undefined while it runs. */
  endedBecause(): string | undefined;
  /** Ends mysqld and removes the folder; resolves when both are gone. May be called again. */
  stop(): Promise<void>;
  /** Ends mysqld and leaves the folder for another attempt. */
  discard(): Promise<void>;
  readonly guardianPid: number | undefined;
  /** Of mysqld, once the guardian has told it: from then on it ends even when the guardian is killed. */
  mysqldPid(): number | undefined;
}

/** Starts mysqld under a guardian of its own. */
export function startGuarded(order: GuardianOrder): GuardedProcess {
  const guardian = spawn(process.execPath, [join(__dirname, "guardian.cjs"), JSON.stringify(order)], {
    detached: true, // a session of its own: the terminal's Ctrl-C is for the parent, which then stops us in order
    stdio: ["pipe", "pipe", "ignore"],
    env: { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, LANG: "C.UTF-8" },
  });
  let ended: string | undefined;
  let mysqldPid: number | undefined;
  let isStopping = false;

  const gone = new Promise<void>((resolve) => {
    const finish = (how: string): void => {
      ended ??= how;
      if (!isStopping) cleanUpAfterGuardian(mysqldPid, order.folder);
      resolve();
    };
    // Not "exit", which may come before the line that tells mysqld's id has been read.
    guardian.once("close", (code, signal) => finish(`its guardian ended (${signal ?? code})`));
    guardian.once("error", (error) => finish(error.message));
  });
  guardian.stdin.on("error", () => {}); // the guardian is gone: its exit says so
  guardian.stdout.setEncoding("utf8");
  guardian.stdout.on("data", (text: string) => {
    const started = /^started (\d+)$/m.exec(text)?.[1];
    if (started !== undefined) mysqldPid = Number(started);
    ended ??= /^ended (.*)$/m.exec(text)?.[1];
  });
  holdParent(guardian, false);

  const stop = async (): Promise<void> => {
    isStopping = true;
    holdParent(guardian, true);
    guardian.stdin.end();
    await gone;
  };
  return {
    endedBecause: () => ended,
    stop,
    discard: () => {
      guardian.stdin.write("leave-folder\n");
      return stop();
    },
    guardianPid: guardian.pid,
    mysqldPid: () => mysqldPid,
  };
}

/** Only when the guardian itself was killed and could not do this. */
function cleanUpAfterGuardian(mysqldPid: number | undefined, folder: string): void {
  try {
    if (mysqldPid !== undefined) process.kill(mysqldPid, "SIGKILL");
  } catch {
    // it is gone already
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
