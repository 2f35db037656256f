import { Command, CommanderError, Option } from "commander";
import { LocalError } from "../terminal/error";

/** What a rehearsal may be asked for. */
export interface RehearsalOptions {
  /** Rotations of each secret. */
  readonly rotations: number;
  /** Clients log in for at least this long. */
  readonly seconds: number;
  /** Print one JSON document on standard output instead of the report. */
  readonly json: boolean;
  /** Leave MySQL running until Ctrl-C. */
  readonly keep: boolean;
}

/** The options of a command line, or the help text that it asked for. */
export type ParsedOptions =
  | { readonly kind: "run"; readonly options: RehearsalOptions }
  | { readonly kind: "help"; readonly text: string };

/** Secrets Manager keeps at most 100 versions of a secret that are younger than a day. */
const ROTATIONS = { min: 1, max: 90, byDefault: 3 } as const;
const SECONDS = { min: 1, max: 3600, byDefault: 8 } as const;

/** Reads the arguments after the program's name. Throws a {@link LocalError} (`bad_option`) for anything malformed. */
export function parseOptions(args: readonly string[]): ParsedOptions {
  const command = rehearseCommand();
  try {
    command.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.helpDisplayed") return { kind: "help", text: command.helpInformation() };
    const problem = error.message.replace(/^error: /, "").replace(/[\s\p{Cc}]+/gu, " ");
    throw badOption(problem, { found: args.map(shown).join(" "), allowed: allowedOptions(command) });
  }
  const given = command.opts<{ rotations: string; seconds: string; json?: true; keep?: true }>();
  return {
    kind: "run",
    options: {
      rotations: wholeNumber("--rotations", given.rotations, ROTATIONS),
      seconds: wholeNumber("--seconds", given.seconds, SECONDS),
      json: given.json === true,
      keep: given.keep === true,
    },
  };
}

function rehearseCommand(): Command {
  return new Command("rehearse")
    .usage("[options]")
    .description(
      "Rotates the passwords of two users of a real MySQL while clients log in all the time, and draws what happened.\n" +
        "Needs no AWS account: Secrets Manager and the environment of the function are embedded.\n" +
        "With --deploy: the whole life of an environment, with Terraform; see --deploy --help.",
    )
    .addOption(numberOption("--rotations <number>", "rotations of each secret", ROTATIONS))
    .addOption(numberOption("--seconds <number>", "clients log in for at least this many seconds", SECONDS))
    .option("--json", "print one JSON document instead of the report")
    .option("--keep", "leave MySQL running until Ctrl-C and say how to connect")
    .allowExcessArguments(false)
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
    .exitOverride();
}

interface Range {
  readonly min: number;
  readonly max: number;
  readonly byDefault: number;
}

function numberOption(flags: string, description: string, range: Range): Option {
  return new Option(flags, `${description}, ${range.min} to ${range.max}`).default(
    String(range.byDefault),
    String(range.byDefault),
  );
}

function wholeNumber(flag: string, found: string, { min, max }: Range): number {
  const number = /^\d{1,9}$/.test(found) ? Number(found) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw badOption(`${flag} is not a number that can be used`, {
    found: shown(found),
    allowed: `a whole number from ${min} to ${max}`,
  });
}

/** A stranger's text as a message may show it: one short line without control characters. */
function shown(found: string): string {
  return JSON.stringify(found.length > 60 ? `${found.slice(0, 60)}…` : found);
}

function allowedOptions(command: Command): string {
  return command.options.map((option) => option.flags).join(", ");
}

function badOption(problem: string, parts: { found: string; allowed: string }): LocalError {
  return new LocalError("bad_option", {
    problem,
    ...parts,
    remedy: "correct the option, or run with --help to read about all of them; nothing was started",
  });
}
