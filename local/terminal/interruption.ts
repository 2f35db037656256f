import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { LocalError } from "./error";

/** Signals that ask a command to stop, with the exit code that shells expect afterwards (128 plus the signal's number). */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Ctrl-C reaches the processes that a command started too: for this long their loss may be seen before the signal. */
export const SIGNAL_GRACE_MS = 100;

/** What asked the command to stop. */
export class Interruption extends LocalError {
  override readonly exitCode: number;
  /** The message without its remedy. */
  readonly problem: string;

  constructor(signal: keyof typeof EXIT_CODES) {
    const problem = `stopped by ${signal}`;
    super("interrupted", { problem, remedy: "run the command again" });
    this.problem = problem;
    this.exitCode = EXIT_CODES[signal];
  }
}

/** Turns the signals into one AbortSignal, whose reason is an {@link Interruption}. */
export interface InterruptionWatch {
  readonly signal: AbortSignal;
  dispose(): void;
}

/** Listens from now until `dispose`. A second signal changes nothing: the clean-up continues. */
export function watchForInterruption(): InterruptionWatch {
  const controller = new AbortController();
  const removers = Object.keys(EXIT_CODES).map((name) => {
    const signal = name as keyof typeof EXIT_CODES;
    const listener = () => controller.abort(new Interruption(signal));
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  const dispose = () => {
    for (const remove of removers) remove();
  };
  return { signal: controller.signal, dispose };
}

/** Waits for an interruption. */
export async function untilInterrupted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}

/** The outcome of `work`, or the interruption as soon as it comes; `work` itself continues, and its caller waits for its end. */
export async function unlessInterrupted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const isOver = new AbortController();
  const interrupted = once(signal, "abort", { signal: isOver.signal }).then(() => Promise.reject(signal.reason));
  try {
    return await Promise.race([work, interrupted]);
  } finally {
    isOver.abort();
    work.catch(() => undefined);
  }
}

/** Waits; ends early by throwing the interruption. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
}
