import { setTimeout as wait } from "node:timers/promises";
import { cleanup as newCleanup } from "../terminal/cleanup";
import { type Interruption, watchForInterruption } from "../terminal/interruption";
import { type LeakCheck, newLeakCheck } from "../terminal/leak-check";
import { checkedProgress, liveProgress, type Progress, plainProgress } from "../terminal/progress";
import { documentOf } from "./document";
import { connectionHelp } from "./keep";
import { parseOptions, type RehearsalOptions } from "./options";
import { writeOutputs } from "./outputs";
import { reportText } from "./report";
import { type Rehearsed, runRehearsal, STAGES, type Stage } from "./run";
import { verdictOf } from "./verdict";

/** Where the command writes, and what it knows of the terminal. */
export interface CommandOutput {
  out(text: string): void;
  err(text: string): void;
  /** Where picture and record are written. */
  readonly folder: string;
  /** True where lines can be changed in place. */
  readonly isLive: boolean;
}

const SIGNAL_GRACE_MS = 100;

const EXIT = { kept: 0, broken: 1, badInput: 2 } as const;

/**
 * The command `rehearse`. Returns its exit code: 0 when no login failed, 1 when one did or when the rehearsal could not be
 * carried out, 2 for malformed options, 128 + n after signal n. Whatever the outcome, everything it started has ended then.
 */
export async function rehearseCommand(args: readonly string[], output: CommandOutput): Promise<number> {
  let options: RehearsalOptions;
  try {
    const parsed = parseOptions(args);
    if (parsed.kind === "help") {
      output.out(parsed.text);
      return EXIT.kept;
    }
    options = parsed.options;
  } catch (error) {
    output.err(errorText(error));
    return EXIT.badInput;
  }
  const watch = watchForInterruption();
  const leakCheck = newLeakCheck();
  // What is started does not keep this process alive, so that it can never outlive it; but cleaning up must be waited for.
  const keepAlive = setInterval(() => undefined, 60_000);
  try {
    return await rehearse(options, output, leakCheck, watch.signal);
  } finally {
    clearInterval(keepAlive);
    watch.dispose();
  }
}

async function rehearse(
  options: RehearsalOptions,
  output: CommandOutput,
  leakCheck: LeakCheck,
  signal: AbortSignal,
): Promise<number> {
  const cleanup = newCleanup();
  const progress = checkedProgress(progressFor(options, output), leakCheck.shown);
  try {
    const rehearsed = await runRehearsal({ options, progress, leakCheck, cleanup, signal });
    await progress.end();
    const exitCode = await show(rehearsed, options, output, leakCheck);
    if (!options.keep) return exitCode;
    const help = leakCheck.check("the connection help", await connectionHelp(rehearsed.mysql, cleanup));
    if (options.json) output.err(help);
    else output.out(`\n${help}`);
    const interruption = await untilInterrupted(signal);
    return exitCode === EXIT.kept ? stopped(interruption, cleanup, output, leakCheck) : exitCode;
  } catch (error) {
    await progress.end();
    // Ctrl-C reaches the processes that this one started too: their loss may be seen before the signal is.
    await wait(SIGNAL_GRACE_MS);
    if (signal.aborted) return await stopped(signal.reason, cleanup, output, leakCheck);
    output.err(leakCheck.shown("rehearse: an error", errorText(error)));
    return EXIT.broken;
  } finally {
    for (const failure of await cleanup.run()) output.err(leakCheck.shown("a failure of the clean-up", failure));
  }
}

/** Writes picture and report, or the document. Nothing is shown in which the leak check finds a password. */
async function show(
  { record, functionLog }: Rehearsed,
  options: RehearsalOptions,
  output: CommandOutput,
  leakCheck: LeakCheck,
): Promise<number> {
  leakCheck.check("the function's log", functionLog.join("\n"));
  const picture = await writeOutputs(record, leakCheck, output.folder);
  const verdict = verdictOf(record);
  if (options.json) {
    const document = documentOf(record, picture, leakCheck.size);
    output.out(leakCheck.check("the document", JSON.stringify(document, undefined, 2)));
    for (const problem of verdict.problems) output.err(leakCheck.check("a problem", `rehearse: ${problem}`));
  } else {
    const where = `Picture   ${picture.page} (open it in a browser), ${picture.svg}`;
    output.out(leakCheck.check("the report", `\n${reportText(record)}\n\n${where}`));
  }
  return verdict.ok ? EXIT.kept : EXIT.broken;
}

function progressFor(options: RehearsalOptions, output: CommandOutput): Progress<Stage> {
  if (output.isLive && !options.json) return liveProgress(STAGES);
  return plainProgress((line) => (options.json ? output.err(line) : output.out(line)));
}

async function stopped(
  interruption: Interruption,
  cleanup: ReturnType<typeof newCleanup>,
  output: CommandOutput,
  leakCheck: LeakCheck,
): Promise<number> {
  const failures = await cleanup.run();
  for (const failure of failures) output.err(leakCheck.shown("a failure of the clean-up", failure));
  output.err(
    `${interruption.message.split(";")[0]}; ${failures.length === 0 ? "nothing is left running" : "see above for what is left"}`,
  );
  return interruption.exitCode;
}

/** Waits for Ctrl-C. */
function untilInterrupted(signal: AbortSignal): Promise<Interruption> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(signal.reason);
    else signal.addEventListener("abort", () => resolve(signal.reason), { once: true });
  });
}

function errorText(error: unknown): string {
  return `rehearse: ${error instanceof Error ? error.message : String(error)}`;
}
