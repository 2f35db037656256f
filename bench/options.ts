import { Command, CommanderError } from "commander";
import { LocalError } from "../local/terminal/error";
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

export type ParsedOptions =
  | { readonly kind: "run"; readonly options: BenchOptions }
  | { readonly kind: "help"; readonly text: string };

/** Secrets Manager keeps at most 100 versions of a secret that are younger than a day, and some rotations come before the timed ones. */
const RUNS = { min: 1, max: 80, byDefault: 9 } as const;

/** Reads the arguments after the program's name. Throws a {@link LocalError} (`bad_option`) for anything malformed. */
export function parseOptions(args: readonly string[], all: readonly Measurement[]): ParsedOptions {
  const command = benchCommand(all);
  try {
    command.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.helpDisplayed") return { kind: "help", text: command.helpInformation() };
    const problem = error.message.replace(/^error: /, "").replace(/[\s\p{Cc}]+/gu, " ");
    const allowed = command.options.map((option) => option.flags).join(", ");
    throw badOption(problem, args.map(shown).join(" "), allowed);
  }
  const given = command.opts<{ only: string[]; runs: string; json?: true; markdown?: true }>();
  if (given.json && given.markdown) {
    throw badOption("two forms were asked for", "--json and --markdown", "one of them, or none for a terminal");
  }
  const measurements = given.only.map((name) => named(name, all));
  return {
    kind: "run",
    options: {
      measurements: measurements.length === 0 ? all : all.filter((one) => measurements.includes(one)),
      isChoice: measurements.length > 0 || all.length === 1,
      runs: runsOf(given.runs),
      form: given.json ? "json" : given.markdown ? "markdown" : "text",
    },
  };
}

function benchCommand(all: readonly Measurement[]): Command {
  return new Command("bench")
    .usage("[options]")
    .description(
      [
        "Measures the rotation function on a real MySQL and an embedded Secrets Manager, and prints tables.",
        "With REFERENCE_DIR, a checkout of aws-samples/aws-secrets-manager-rotation-lambdas, the same rotations are done by AWS's",
        "Python function in turn. REFERENCE_PYTHON names an interpreter that has boto3, PyMySQL and cryptography (python3).",
        "",
        "Measurements:",
        ...all.map(({ name, about }) => `  ${name.padEnd(14)} ${about}`),
      ].join("\n"),
    )
    .option("--only <name>", "this measurement only; may be given several times", collect, [])
    .option("--runs <number>", `how often each timed thing is done, ${RUNS.min} to ${RUNS.max}`, `${RUNS.byDefault}`)
    .option("--json", "print one JSON document")
    .option("--markdown", "print tables for a page")
    .allowExcessArguments(false)
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
    .exitOverride();
}

function collect(name: string, before: readonly string[]): string[] {
  return [...before, name];
}

function named(name: string, all: readonly Measurement[]): Measurement {
  const found = all.find((one) => one.name === name);
  if (found !== undefined) return found;
  throw badOption("--only names no measurement", shown(name), all.map((one) => one.name).join(", "));
}

function runsOf(text: string): number {
  const number = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= RUNS.min && number <= RUNS.max) return number;
  const allowed = `a whole number from ${RUNS.min} to ${RUNS.max}`;
  throw badOption("--runs is not a number that can be used", shown(text), allowed);
}

/** A stranger's text as a message may show it: one short line without control characters. */
function shown(found: string): string {
  return JSON.stringify(found.length > 60 ? `${found.slice(0, 60)}…` : found);
}

function badOption(problem: string, found: string, allowed: string): LocalError {
  const remedy = "correct the option, or run with --help to read about all of them; nothing was started";
  return new LocalError("bad_option", { problem, found, allowed, remedy });
}
