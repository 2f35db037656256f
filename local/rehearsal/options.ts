import type { Command } from "commander";
import {
  numberOption,
  optionsCommand,
  type ParsedOptions,
  readOptions,
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
  /** Leave MySQL running until Ctrl-C. */
  readonly keep: boolean;
}

/** Secrets Manager keeps at most 100 versions of a secret that are younger than a day. */
const ROTATIONS = { min: 1, max: 90, byDefault: 3 } as const;
const SECONDS = { min: 1, max: 3600, byDefault: 8 } as const;

/** Reads the arguments after the program's name. Throws a `LocalError` (`bad_option`) for anything malformed. */
export function parseOptions(args: readonly string[]): ParsedOptions<RehearsalOptions> {
  const read = readOptions<{ rotations: string; seconds: string; json?: true; keep?: true }>(rehearseCommand(), args);
  if (read.kind === "help") return read;
  const { rotations, seconds, json, keep } = read.options;
  return {
    kind: "run",
    options: {
      rotations: wholeNumber("--rotations", rotations, ROTATIONS),
      seconds: wholeNumber("--seconds", seconds, SECONDS),
      json: json === true,
      keep: keep === true,
    },
  };
}

function rehearseCommand(): Command {
  return optionsCommand("rehearse")
    .description(
      "Rotates the passwords of two users of a real MySQL while clients log in all the time, and draws what happened.\n" +
        "Needs no AWS account: Secrets Manager and the environment of the function are embedded.\n" +
        "With --deploy: the whole life of an environment, with Terraform; see --deploy --help.",
    )
    .addOption(numberOption("--rotations <number>", "rotations of each secret", ROTATIONS))
    .addOption(numberOption("--seconds <number>", "clients log in for at least this many seconds", SECONDS))
    .option("--json", "print one JSON document instead of the report")
    .option("--keep", "leave MySQL running until Ctrl-C and say how to connect");
}
