import { setTimeout as wait } from "node:timers/promises";
import type { RotatingApplication } from "./rotating-application";

/** What clients that query all the time saw. */
export interface LoadResult {
  readonly succeeded: number;
  /** Each failure's code and message. */
  readonly failures: readonly string[];
}

/** Between two queries of a worker: the function that rotates shares the process. */
const PAUSE_MS = 10;

/** Runs queries with as many workers at once until `during` is done, and a little longer. */
export async function underLoad(
  query: () => Promise<unknown>,
  workers: number,
  during: () => Promise<void>,
): Promise<LoadResult> {
  let isOver = false;
  let succeeded = 0;
  const failures: string[] = [];
  const work = async (): Promise<void> => {
    while (!isOver) {
      try {
        await query();
        succeeded += 1;
      } catch (error) {
        const { code, message } = error as { code?: string; message: string };
        failures.push(`${code}: ${message}`);
      }
      await wait(PAUSE_MS);
    }
  };
  const working = Promise.all(Array.from({ length: workers }, work));
  try {
    await during();
    await wait(200);
  } finally {
    isOver = true;
    await working;
  }
  return { succeeded, failures };
}

/** Rotates as often as asked, with a pause after each. */
export async function rotateRepeatedly(
  application: RotatingApplication,
  rotations: number,
  pauseMs: number,
): Promise<void> {
  for (let rotation = 0; rotation < rotations; rotation += 1) {
    await application.rotate();
    await wait(pauseMs);
  }
}
