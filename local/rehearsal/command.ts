import { type Canary, passwordCanary } from "./canary";
import { cleanup as newCleanup } from "./cleanup";
import { documentOf } from "./document";
import { Interruption, watchForInterruption } from "./interruption";
import { connectionHelp } from "./keep";
import { parseOptions, type RehearsalOptions } from "./options";
import { writeOutputs } from "./outputs";
import { liveProgress, type Progress, plainProgress } from "./progress";
import { reportText } from "./report";
import { runRehearsal, STAGES, type Stage } from "./run";
import { verdictOf } from "./verdict";

/** Where the command writes, and what it knows of the terminal. */
export interface CommandOutput {
  out(text: string): void;
  err(text: string): void;
  /** True where lines can be changed in place. */
  readonly isLive: boolean;
}

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
  const canary = passwordCanary();
  try {
    return await rehearse(options, output, canary, watch.signal);
  } finally {
    watch.dispose();
  }
}

async function rehearse(
  options: RehearsalOptions,
  output: CommandOutput,
  canary: Canary,
  signal: AbortSignal,
): Promise<number> {
  const cleanup = newCleanup();
  const progress = progressFor(options, output);
  const print = (what: string, text: string) => output.out(canary.check(what, text));
  try {
    const { record, mysql, functionLog } = await runRehearsal({ options, progress, canary, cleanup, signal });
    await progress.end();
    canary.check("the function's log", functionLog.join("\n"));
    const picture = await writeOutputs(record, canary);
    const verdict = verdictOf(record);
    if (options.json) {
      print("the document", JSON.stringify(documentOf(record, picture), undefined, 2));
      for (const problem of verdict.problems) output.err(canary.check("a problem", problem));
    } else {
      print("the report", `\n${reportText(record)}\n\nPicture  ${picture.page} (open it in a browser), ${picture.svg}`);
    }
    if (options.keep) {
      const help = canary.check("the connection help", await connectionHelp(mysql, cleanup));
      if (options.json) output.err(help);
      else output.out(`\n${help}`);
      await interrupted(signal);
    }
    return verdict.ok ? EXIT.kept : EXIT.broken;
  } catch (error) {
    await progress.end();
    if (error instanceof Interruption) {
      return await stopped(error, cleanup, output);
    }
    output.err(canary.check("an error", errorText(error)));
    return EXIT.broken;
  } finally {
    for (const failure of await cleanup.run()) output.err(canary.check("an error", failure));
  }
}

function progressFor(options: RehearsalOptions, output: CommandOutput): Progress<Stage> {
  if (output.isLive && !options.json) return liveProgress(STAGES);
  return plainProgress((line) => (options.json ? output.err(line) : output.out(line)));
}

async function stopped(
  interruption: Interruption,
  cleanup: ReturnType<typeof newCleanup>,
  output: CommandOutput,
): Promise<number> {
  const failures = await cleanup.run();
  for (const failure of failures) output.err(failure);
  output.err(
    `${interruption.message.split(";")[0]}; ${failures.length === 0 ? "nothing is left running" : "see above for what is left"}`,
  );
  return interruption.exitCode;
}

/** Waits for Ctrl-C, and throws it. */
function interrupted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const keepAlive = setInterval(() => undefined, 60_000);
    const stop = () => {
      clearInterval(keepAlive);
      reject(signal.reason);
    };
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}

function errorText(error: unknown): string {
  return error instanceof Error ? `rehearse: ${error.message}` : `rehearse: ${String(error)}`;
}
