import type { Cleanup } from "../terminal/cleanup";
import { unlessInterrupted } from "../terminal/interruption";
import { type RunningMysql, type StartMysqlOptions, startMysql } from "./start";

/** How long Ctrl-C waits for a MySQL that is just being started; later it is ended by the end of this process. */
const START_GRACE_MS = 5_000;

/** Starts MySQL, and makes sure that it ends even when the wait for it is interrupted. */
export async function startDatabase(
  cleanup: Pick<Cleanup, "add">,
  signal: AbortSignal,
  onProgress: (words: string) => void,
  options: Pick<StartMysqlOptions, "engine" | "serverOptions"> = {},
): Promise<RunningMysql> {
  const starting = startMysql({ ...options, onProgress });
  cleanup.add("MySQL", async () => {
    const stopped = starting.then(
      (mysql) => mysql.stop(),
      () => undefined,
    );
    await Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, START_GRACE_MS).unref())]);
  });
  return unlessInterrupted(signal, starting);
}
