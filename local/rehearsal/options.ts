import type { Command } from "commander";
import {
  badOption,
  numberOption,
  optionsCommand,
  type ParsedOptions,
  readOptions,
  shownArgument,
  wholeNumber,
} from "../terminal/command-options";

/** What a rehearsal may be asked for. */
export interface RehearsalOptions {
  /** Rotations of each secret. */
  readonly rotations: number;
  /** Clients log in for at least this long. */
  readonly seconds: number;
  /** Print one JSON document on standard output instead of the report. */
  readonly json: boolean;
  /** Leave MySQL and Secrets Manager running until Ctrl-C. */
  readonly keep: boolean;
  /** After the rehearsal, rotate every secret at this interval, in milliseconds. Only with `keep`. */
  readonly everyMs?: number;
}

/** Secrets Manager keeps at most 100 versions of a secret that are younger than a day. */
const ROTATIONS = { min: 1, max: 90, byDefault: 3 } as const;
const EVERY_SECONDS = { min: 1, max: 3600 } as const;
const SECONDS = { min: 1, max: 3600, byDefault: 8 } as const;

/** Reads the arguments after the program's name. Throws a `LocalError` (`bad_option`) for anything malformed. */
export function parseOptions(args: readonly string[]): ParsedOptions<RehearsalOptions> {
  const read = readOptions<{ rotations: string; seconds: string; json?: true; keep?: true; every?: string }>(
    rehearseCommand(),
    args,
  );
  if (read.kind === "help") return read;
  const { rotations, seconds, json, keep, every } = read.options;
  if (every !== undefined && keep !== true) {
    throw badOption("--every is for what --keep leaves running", {
      found: "--every without --keep",
      allowed: "--keep --every 3s",
    });
  }
  return {
    kind: "run",
    options: {
      rotations: wholeNumber("--rotations", rotations, ROTATIONS),
      seconds: wholeNumber("--seconds", seconds, SECONDS),
      json: json === true,
      keep: keep === true,
      ...(every === undefined ? {} : { everyMs: intervalMs(every) }),
    },
  };
}

function rehearseCommand(): Command {
  return optionsCommand("rehearse")
    .description(
      "Rotates the passwords of four app secrets on a real MySQL, with every strategy, while clients log in all the time, and draws what happened.\n" +
        "Needs no AWS account: Secrets Manager and the environment of the function are embedded.\n" +
        "With --deploy: the whole life of an environment, with Terraform; see --deploy --help.",
    )
    .addOption(numberOption("--rotations <number>", "rotations of each secret", ROTATIONS))
    .addOption(numberOption("--seconds <number>", "clients log in for at least this many seconds", SECONDS))
    .option("--json", "print one JSON document instead of the report")
    .option("--keep", "leave MySQL and Secrets Manager running until Ctrl-C and say what a client needs")
    .option(
      "--every <seconds>",
      `with --keep: keep rotating at this interval, ${EVERY_SECONDS.min}s to ${EVERY_SECONDS.max}s`,
    );
}

/** `3s`. */
function intervalMs(found: string): number {
  const [, digits = ""] = /^(\d{1,4})s$/.exec(found) ?? [];
  const seconds = digits === "" ? Number.NaN : Number(digits);
  if (seconds >= EVERY_SECONDS.min && seconds <= EVERY_SECONDS.max) return seconds * 1_000;
  const allowed = `whole seconds from ${EVERY_SECONDS.min}s to ${EVERY_SECONDS.max}s, such as 3s`;
  throw badOption("--every is not an interval that can be used", { found: shownArgument(found), allowed });
}
