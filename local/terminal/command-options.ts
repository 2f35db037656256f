import { Command, CommanderError, Option } from "commander";
import { LocalError } from "./error";

/** The options of a command line, or the help text that it asked for. */
export type ParsedOptions<Options> =
  | { readonly kind: "run"; readonly options: Options }
  | { readonly kind: "help"; readonly text: string };

/** Whole numbers that an option takes. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly byDefault: number;
}

/** A command that takes options only, prints nothing by itself and never ends the process. */
export function optionsCommand(name: string): Command {
  return new Command(name)
    .usage("[options]")
    .allowExcessArguments(false)
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
    .exitOverride();
}

/** Reads the arguments after the program's name. Throws a {@link LocalError} (`bad_option`) for anything malformed. */
export function readOptions<Given extends object>(command: Command, args: readonly string[]): ParsedOptions<Given> {
  try {
    command.parse(args, { from: "user" });
    return { kind: "run", options: command.opts<Given>() };
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.helpDisplayed") return { kind: "help", text: command.helpInformation() };
    const problem = error.message.replace(/^error: /, "").replace(/[\s\p{Cc}]+/gu, " ");
    const allowed = command.options.map(({ flags }) => flags).join(", ");
    throw badOption(problem, { found: args.map(shownArgument).join(" "), allowed });
  }
}

/** An option with a whole number, whose help says which numbers. Read its text with {@link wholeNumber}. */
export function numberOption(flags: string, description: string, { min, max, byDefault }: NumberRange): Option {
  return new Option(flags, `${description}, ${min} to ${max}`).default(String(byDefault), String(byDefault));
}

/** The number in an option's text. Throws `bad_option` for any other text. */
export function wholeNumber(flag: string, found: string, { min, max }: NumberRange): number {
  const number = /^\d{1,9}$/.test(found) ? Number(found) : Number.NaN;
  if (number >= min && number <= max) return number;
  const allowed = `a whole number from ${min} to ${max}`;
  throw badOption(`${flag} is not a number that can be used`, { found: shownArgument(found), allowed });
}

/** Untrusted text as a message may show it: one short line without control characters. */
export function shownArgument(found: string): string {
  return JSON.stringify(found.length > 60 ? `${found.slice(0, 60)}…` : found);
}

/** The error for an option that is not allowed. */
export function badOption(problem: string, parts: { readonly found: string; readonly allowed: string }): LocalError {
  const remedy = "correct the option, or run with --help to read about all of them; nothing was started";
  return new LocalError("bad_option", { problem, ...parts, remedy });
}
