import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { LocalError } from "../terminal/error";
import { type Command, type CommandContext, type CommandOutput, EXIT, runCommand } from "../terminal/run-command";
import { writeChecked } from "../terminal/write-checked";
import { type LifecycleOptions, parseLifecycleOptions } from "./options";
import { lifecyclePage } from "./picture/page";
import type { LifecycleResult } from "./record";
import { lifecycleReport } from "./report";
import { logFilesIn, runLifecycle, stagesOf } from "./run";
import { lifecycleProblems } from "./verdict";

/**
 * The command `rehearse --deploy`. Its exit code is 0 when every check passed, 1 when one failed or the run could not begin; see
 * {@link runCommand} for the others. Picture, record and, of a failed run, Terraform's log are written into `folder`.
 */
export function lifecycleCommand(args: readonly string[], output: CommandOutput, folder: string): Promise<number> {
  return runCommand(lifecycle(folder), args, output);
}

function lifecycle(outputs: string): Command<LifecycleOptions> {
  return {
    name: "rehearse --deploy",
    parse: parseLifecycleOptions,
    stages: stagesOf,
    isDocument: ({ json }) => json,
    async run(options, context) {
      const { cleanup, progress, signal } = context;
      const folder = mkdtempSync(path.join(tmpdir(), "lifecycle-run-"));
      cleanup.add("the folder of the run", () => leave(folder, options, context));
      let hasFailed = true;
      cleanup.add("Terraform's log", async () => {
        if (hasFailed && !signal.aborted) await keepLog(logFilesIn(folder, options), outputs, context);
      });
      const record = await runLifecycle({ ...context, options, folder });
      await progress.end();
      hasFailed = lifecycleProblems(record).length > 0;
      await show(record, options, outputs, context);
      return hasFailed ? EXIT.failed : EXIT.done;
    },
    afterInterruption: ({ keep }) =>
      `nothing is left running; ${keep ? "with --keep its folder stays" : "its folder is removed, and nothing else was changed"}; to continue, run it again`,
  };
}

/** Writes and prints what happened. Nothing is shown in which a password is found. */
async function show(
  record: LifecycleResult,
  { json }: LifecycleOptions,
  folder: string,
  { leakCheck, print, tell }: CommandContext,
): Promise<void> {
  const files = { "lifecycle.html": lifecyclePage(record), "lifecycle.json": `${JSON.stringify(record)}\n` };
  const written = await writeChecked(folder, files, leakCheck);
  const problems = lifecycleProblems(record);
  if (json) {
    print("the document", JSON.stringify({ ok: problems.length === 0, problems, ...record }, undefined, 2));
    for (const problem of problems) tell("a problem", `rehearse --deploy: ${problem}`);
  } else {
    print(
      "the report",
      `\n${lifecycleReport(record)}\n\nPicture     ${written["lifecycle.html"]} (open it in a browser)`,
    );
  }
}

/** Keeps what Terraform printed, for finding out what failed. A log in which a password is found is not kept. */
async function keepLog(
  logFiles: readonly string[],
  outputs: string,
  { leakCheck, tell }: CommandContext,
): Promise<void> {
  const logs = logFiles.filter((file) => existsSync(file)).map((file) => readFileSync(file, "utf8"));
  if (logs.length === 0) return;
  try {
    const kept = await writeChecked(outputs, { "lifecycle.log": logs.join("\n") }, leakCheck);
    tell("where the log is", `what Terraform said: ${kept["lifecycle.log"]}`);
  } catch (error) {
    if (!(error instanceof LocalError) || error.code !== "password_in_output") throw error;
    tell("Terraform's log", "Terraform's log is not kept, because a password is in its text");
  }
}

function leave(folder: string, { keep }: LifecycleOptions, { tell }: CommandContext): void {
  if (keep) tell("where the folder is", `kept, with the secrets of the local AWS in it: ${folder}`);
  else rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
