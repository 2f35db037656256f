import { setTimeout as wait } from "node:timers/promises";
import { type Cleanup, cleanup as newCleanup } from "./cleanup";
import type { ParsedOptions } from "./command-options";
import { LocalError, messageOf } from "./error";
import { Interruption, SIGNAL_GRACE_MS, watchForInterruption } from "./interruption";
import { type LeakCheck, newLeakCheck } from "./leak-check";
import { checkedProgress, liveProgress, type Progress, plainProgress } from "./progress";

/** Where a command prints, line by line. */
export interface CommandOutput {
  out(text: string): void;
  err(text: string): void;
  /** True where lines can be changed in place. Default: false. */
  readonly isLive?: boolean;
}

/** What a command works with. Everything that it prints passes the leak check. */
export interface CommandContext<Title extends string = string> {
  /** Ends by itself before anything else is printed. */
  readonly progress: Progress<Title>;
  /** Runs when the command has ended, whatever its outcome. */
  readonly cleanup: Cleanup;
  readonly leakCheck: LeakCheck;
  /** Aborted by Ctrl-C and its like; the reason is an {@link Interruption}. */
  readonly signal: AbortSignal;
  /** Prints a result. Throws `password_in_output`, which names `what`, where a password is in the text. */
  print(what: string, text: string): void;
  /** Prints beside the results; a text with a password is replaced by a line that says so. */
  tell(what: string, text: string): void;
  /** Tells an error as the command itself does when it fails. */
  tellError(error: unknown): void;
}

/** One command: how its arguments are read, and what it does. */
export interface Command<Options, Title extends string = string> {
  /** Begins every line about an error. */
  readonly name: string;
  parse(args: readonly string[]): ParsedOptions<Options>;
  /** The stages of its progress, which a terminal shows from the beginning: groups of them, which run side by side. */
  stages(options: Options): readonly (readonly Title[])[];
  /** True when standard output holds results for programs, so that progress goes to standard error. */
  isDocument(options: Options): boolean;
  /** Returns the exit code. */
  run(options: Options, context: CommandContext<Title>): Promise<number>;
  /** What an interruption left, and what to do then. Default: nothing is left running. */
  afterInterruption?(options: Options): string;
}

export const EXIT = { done: 0, failed: 1 } as const;

/**
 * Runs a command and returns its exit code: 0 or 1 as `run` decides, 1 when it throws, 2 for arguments that are not allowed, 128 + n
 * after signal n. Whatever the outcome, everything that the command gave to `cleanup` has ended then.
 */
export async function runCommand<Options, Title extends string>(
  command: Command<Options, Title>,
  args: readonly string[],
  output: CommandOutput,
): Promise<number> {
  const leakCheck = newLeakCheck();
  const tell = (what: string, text: string): void => output.err(leakCheck.shown(what, text));
  const tellError = (error: unknown): void => tell(`${command.name}: an error`, errorText(command.name, error));
  let options: Options;
  try {
    const parsed = command.parse(args);
    if (parsed.kind === "help") {
      output.out(parsed.text);
      return EXIT.done;
    }
    options = parsed.options;
  } catch (error) {
    tellError(error);
    return exitCodeOf(error);
  }
  const watch = watchForInterruption();
  const { signal } = watch;
  const cleanup = newCleanup();
  const cleanUp = async (): Promise<boolean> => {
    const failures = await cleanup.run();
    for (const failure of failures) tell("a failure of the clean-up", failure);
    return failures.length === 0;
  };
  const progress = checkedProgress(progressFor(command, options, output), leakCheck.shown);
  const print = (what: string, text: string): void => output.out(leakCheck.check(what, text));
  // What is started does not keep this process alive, so that it can never outlive it; but cleaning up must be waited for.
  const keepAlive = setInterval(() => undefined, 60_000);
  try {
    return await command.run(options, { progress, cleanup, leakCheck, signal, print, tell, tellError });
  } catch (error) {
    await progress.end();
    await wait(SIGNAL_GRACE_MS); // Ctrl-C reaches the processes that this one started too: their loss may be seen first
    if (signal.reason instanceof Interruption) {
      const left = command.afterInterruption?.(options) ?? "nothing is left running";
      tell("the interruption", `${signal.reason.problem}; ${(await cleanUp()) ? left : "see above for what is left"}`);
      return signal.reason.exitCode;
    }
    tellError(error);
    return exitCodeOf(error);
  } finally {
    await cleanUp();
    clearInterval(keepAlive);
    watch.dispose();
  }
}

function progressFor<Options, Title extends string>(
  command: Command<Options, Title>,
  options: Options,
  { out, err, isLive = false }: CommandOutput,
): Progress<Title> {
  const isDocument = command.isDocument(options);
  if (isLive && !isDocument) return liveProgress(command.stages(options));
  return plainProgress(isDocument ? err : out);
}

function errorText(name: string, error: unknown): string {
  return `${name}: ${messageOf(error)}${error instanceof LocalError ? ` (${error.code})` : ""}`;
}

function exitCodeOf(error: unknown): number {
  return error instanceof LocalError ? error.exitCode : EXIT.failed;
}
