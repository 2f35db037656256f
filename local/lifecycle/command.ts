import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { CommandOutput } from "../rehearsal/command";
import { cleanup as newCleanup } from "../terminal/cleanup";
import { Interruption, watchForInterruption } from "../terminal/interruption";
import { type LeakCheck, newLeakCheck } from "../terminal/leak-check";
import { checkedProgress, liveProgress, type Progress, plainProgress } from "../terminal/progress";
import { logFileOf } from "../terraform/prepare";
import { type LifeOptions, parseLifeOptions } from "./options";
import { writeLife } from "./outputs";
import type { LifeRecord } from "./record";
import { lifeReport } from "./report";
import { live, SEARCH, START } from "./run";
import { lifeProblems } from "./verdict";

const EXIT = { held: 0, broken: 1, badInput: 2 } as const;
const SIGNAL_GRACE_MS = 100;

/**
 * The command `rehearse --deploy`. Returns its exit code: 0 when everything held, 1 when something did not or the life could not begin,
 * 2 for malformed options, 128 + n after signal n. Whatever the outcome, everything it started has ended then.
 */
export async function lifeCommand(args: readonly string[], output: CommandOutput): Promise<number> {
  let options: LifeOptions;
  try {
    const parsed = parseLifeOptions(args);
    if (parsed.kind === "help") {
      output.out(parsed.text);
      return EXIT.held;
    }
    options = parsed.options;
  } catch (error) {
    output.err(errorText(error));
    return EXIT.badInput;
  }
  const watch = watchForInterruption();
  // What is started does not keep this process alive, so that it can never outlive it; but cleaning up must be waited for.
  const keepAlive = setInterval(() => undefined, 60_000);
  const folder = mkdtempSync(path.join(tmpdir(), "life-of-an-environment-"));
  try {
    return await liveAndShow(options, output, folder, watch.signal);
  } finally {
    clearInterval(keepAlive);
    watch.dispose();
    if (options.keep) output.err(`kept, with the secrets of the local AWS in it: ${folder}`);
    else rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function liveAndShow(
  options: LifeOptions,
  output: CommandOutput,
  folder: string,
  signal: AbortSignal,
): Promise<number> {
  const cleanup = newCleanup();
  const leakCheck = newLeakCheck();
  const progress = checkedProgress(progressFor(options, output), leakCheck.shown);
  const cleanUp = async (): Promise<void> => {
    for (const failure of await cleanup.run()) output.err(leakCheck.shown("a failure of the clean-up", failure));
  };
  try {
    const record = await live({ options, progress, cleanup, leakCheck, signal, folder });
    await progress.end();
    return await show(record, options, output, { folder, leakCheck });
  } catch (error) {
    await progress.end();
    await wait(SIGNAL_GRACE_MS); // Ctrl-C reaches processes that this one started too: their loss may be seen before the signal is
    await cleanUp();
    if (signal.reason instanceof Interruption) {
      const rest = options.keep
        ? "with --keep its folder stays"
        : "its folder is removed, and nothing else was changed";
      output.err(`${signal.reason.message.split(";")[0]}; nothing is left running; ${rest}; to go on, run it again`);
      return signal.reason.exitCode;
    }
    output.err(leakCheck.shown("rehearse --deploy: an error", errorText(error)));
    keepLog(output, { folder, leakCheck });
    return EXIT.broken;
  } finally {
    await cleanUp();
  }
}

/** Writes and prints what happened. Nothing is shown in which a password is found. */
async function show(
  record: LifeRecord,
  options: LifeOptions,
  output: CommandOutput,
  { folder, leakCheck }: { readonly folder: string; readonly leakCheck: LeakCheck },
): Promise<number> {
  const files = await writeLife(record, leakCheck, output.folder);
  const problems = lifeProblems(record);
  if (options.json) {
    output.out(
      leakCheck.check("the document", JSON.stringify({ ok: problems.length === 0, problems, ...record }, undefined, 2)),
    );
    for (const problem of problems) output.err(leakCheck.check("a problem", `rehearse --deploy: ${problem}`));
  } else {
    output.out(
      leakCheck.check("the report", `\n${lifeReport(record)}\n\nPicture     ${files.page} (open it in a browser)`),
    );
  }
  if (problems.length > 0) keepLog(output, { folder, leakCheck });
  return problems.length === 0 ? EXIT.held : EXIT.broken;
}

/** Keeps what Terraform printed, for finding out what failed. A log in which a password is found is not kept. */
function keepLog(
  output: CommandOutput,
  { folder, leakCheck }: { readonly folder: string; readonly leakCheck: LeakCheck },
): void {
  const log = logFileOf(path.join(folder, "deployment"));
  if (!existsSync(log)) return;
  const text = readFileSync(log, "utf8");
  if (leakCheck.shown("Terraform's log", text) !== text) {
    output.err("Terraform's log is not kept, because a password is in its text");
    return;
  }
  const kept = path.join(output.folder, "life.log");
  mkdirSync(output.folder, { recursive: true });
  writeFileSync(kept, text);
  output.err(`what Terraform said: ${path.relative("", kept)}`);
}

function progressFor(options: LifeOptions, output: CommandOutput): Progress<string> {
  if (output.isLive && !options.json) return liveProgress([START, ...options.scenes.map(({ title }) => title), SEARCH]);
  return plainProgress((line) => (options.json ? output.err(line) : output.out(line)));
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
