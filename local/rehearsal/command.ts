import { untilInterrupted } from "../terminal/interruption";
import { type Command, type CommandContext, type CommandOutput, EXIT, runCommand } from "../terminal/run-command";
import { applicationHelp, connectionHelp } from "./connection-help";
import { documentOf } from "./document";
import { keepRotating } from "./keep-rotating";
import { parseOptions, type RehearsalOptions } from "./options";
import { writeOutputs } from "./outputs";
import { reportText } from "./report";
import { type Rehearsed, runRehearsal, STAGES, type Stage } from "./run";
import { verdictOf } from "./verdict";

/**
 * The command `rehearse`. Its exit code is 0 when no login failed, 1 when one did or when the rehearsal could not be carried out; see
 * {@link runCommand} for the others. Picture and record are written into `folder`.
 */
export function rehearseCommand(args: readonly string[], output: CommandOutput, folder: string): Promise<number> {
  return runCommand(rehearsal(folder), args, output);
}

function rehearsal(folder: string): Command<RehearsalOptions, Stage> {
  return {
    name: "rehearse",
    parse: parseOptions,
    stages: () => [STAGES],
    isDocument: ({ json }) => json,
    async run(options, context) {
      const { progress, cleanup, signal } = context;
      const rehearsed = await runRehearsal({ ...context, options });
      await progress.end();
      const exitCode = await show(rehearsed, options, context, folder);
      if (!options.keep) return exitCode;
      const { mysql, kept } = rehearsed;
      const { json, everyMs } = options;
      const print = (what: string, text: string) => (json ? context.tell(what, text) : context.print(what, text));
      const texts = [await connectionHelp(mysql, cleanup), applicationHelp(mysql, kept, everyMs)];
      print("the connection help", `\n${texts.join("\n\n")}\n`);
      if (everyMs !== undefined)
        await keepRotating(kept, { everyMs, signal, say: (line) => print("a rotation", line) });
      await untilInterrupted(signal);
      if (exitCode === EXIT.done) throw signal.reason;
      return exitCode;
    },
  };
}

/** Writes picture and report, or the document. Nothing is shown in which the leak check finds a password. */
async function show(
  { record, functionLog }: Rehearsed,
  { json }: RehearsalOptions,
  { leakCheck, print, tell }: CommandContext,
  folder: string,
): Promise<number> {
  leakCheck.check("the function's log", functionLog.join("\n"));
  const picture = await writeOutputs(record, leakCheck, folder);
  const verdict = verdictOf(record);
  if (json) {
    print("the document", JSON.stringify(documentOf(record, picture, leakCheck.size), undefined, 2));
    for (const problem of verdict.problems) tell("a problem", `rehearse: ${problem}`);
  } else {
    const where = `Picture   ${picture.page} (open it in a browser), ${picture.svg}`;
    print("the report", `\n${reportText(record)}\n\n${where}`);
  }
  return verdict.ok ? EXIT.done : EXIT.failed;
}
