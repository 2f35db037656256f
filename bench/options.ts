import type { Command } from "commander";
import {
  badOption,
  numberOption,
  optionsCommand,
  type ParsedOptions,
  readOptions,
  shownArgument,
  wholeNumber,
} from "../local/terminal/command-options";
import type { Measurement } from "./measurement";

/** In which form the figures are printed. */
export type Form = "text" | "markdown" | "json";

export interface BenchOptions {
  /** The measurements that were asked for, in their order. */
  readonly measurements: readonly Measurement[];
  /** True when a choice was made: then nothing is shortened for the sake of the others. */
  readonly isChoice: boolean;
  /** How often each timed thing is done. */
  readonly runs: number;
  readonly form: Form;
}

/** Secrets Manager keeps at most 100 versions of a secret that are younger than a day, and some rotations come before the timed ones. */
const RUNS = { min: 1, max: 80, byDefault: 9 } as const;

/** The longest name and a space more. */
const NAME_WIDTH = 34;

/** Reads the arguments after the program's name. Throws a `LocalError` (`bad_option`) for anything malformed. */
export function parseOptions(args: readonly string[], all: readonly Measurement[]): ParsedOptions<BenchOptions> {
  const read = readOptions<{ only: string[]; runs: string; json?: true; markdown?: true }>(benchCommand(all), args);
  if (read.kind === "help") return read;
  const given = read.options;
  if (given.json && given.markdown) {
    throw badOption("two forms were asked for", {
      found: "--json and --markdown",
      allowed: "one of them, or none for a terminal",
    });
  }
  const measurements = given.only.flatMap((name) => named(name, all));
  return {
    kind: "run",
    options: {
      measurements: measurements.length === 0 ? all : all.filter((one) => measurements.includes(one)),
      isChoice: measurements.length > 0 || all.length === 1,
      runs: wholeNumber("--runs", given.runs, RUNS),
      form: given.json ? "json" : given.markdown ? "markdown" : "text",
    },
  };
}

function benchCommand(all: readonly Measurement[]): Command {
  return optionsCommand("bench")
    .description(
      [
        "Measures the rotation function on a real MySQL and an embedded Secrets Manager, and prints tables.",
        "With REFERENCE_DIR, a checkout of aws-samples/aws-secrets-manager-rotation-lambdas, the same rotations are done by AWS's",
        "Python function in turn. REFERENCE_PYTHON names an interpreter that has boto3, PyMySQL and cryptography (python3).",
        "",
        "Measurements:",
        ...all.map(({ name, about }) => `  ${name.padEnd(NAME_WIDTH)} ${about}`),
      ].join("\n"),
    )
    .option(
      "--only <name>",
      "this measurement only, or all whose names begin so; may be given several times",
      collect,
      [],
    )
    .addOption(numberOption("--runs <number>", "how often each timed thing is done", RUNS))
    .option("--json", "print one JSON document")
    .option("--markdown", "print tables for a page");
}

function collect(name: string, before: readonly string[]): string[] {
  return [...before, name];
}

/** `client` names all of `client-…`. */
function named(name: string, all: readonly Measurement[]): readonly Measurement[] {
  const found = all.filter((one) => one.name === name || one.name.startsWith(`${name}-`));
  if (found.length > 0) return found;
  throw badOption("--only names no measurement", {
    found: shownArgument(name),
    allowed: all.map((one) => one.name).join(", "),
  });
}
