import { CommanderError } from "commander";
import type { Environment } from "../../environments/schema";
import type { Aws } from "../aws/ports";
import type { TargetOptions } from "../aws/target";
import type { Machine } from "../doctor/local-checks";
import { EXIT, type ExitCode, OpsError } from "../error";
import { COLOURED, PLAIN } from "../output/style";
import type { Platform } from "../platform/platform";
import type { SynthesizedStack } from "../review/model/synthesized";
import { type CommandContext, type CommandInput, type OpsCommand, textOption } from "./command";
import { confirmation } from "./confirm";
import { opsProgram, usageOf } from "./program";

/** The terminal and the world, as `main.ts` or a test provides them. */
export interface Surroundings {
  out(text: string): void;
  err(text: string): void;
  /** Whether the output is a terminal: then there are colours. */
  readonly isTerminal: boolean;
  /** Asks a person a question; undefined where there is no terminal to ask at. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  readonly signal: AbortSignal;
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  runAtTerminal(program: string, args: readonly string[]): Promise<number>;
  environments(): Readonly<Record<string, Environment>>;
  aws(environment: Environment, options: TargetOptions): Aws;
  platform(environment: Environment, options: TargetOptions): Platform;
  machine(signal: AbortSignal): Promise<Machine>;
  stacks(environment: Environment, signal: AbortSignal): Promise<readonly SynthesizedStack[]>;
}

/** The version of the documents that `--json` prints. Keys may be added within a version; none is removed or changes its meaning. */
export const DOCUMENT_VERSION = 1;

/** Parses, runs and shows one command. Returns its exit code. Throws nothing but defects. */
export async function runOps(
  commands: readonly OpsCommand[],
  argv: readonly string[],
  surroundings: Surroundings,
): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.good;
  const write = (text: string) => surroundings.out(text.trimEnd());
  const program = opsProgram(
    commands,
    async (command, input) => {
      exitCode = await runCommand(command, input, surroundings);
    },
    write,
  );
  try {
    if (argv.length === 0) {
      program.outputHelp();
      return EXIT.wrongUse;
    }
    await program.parseAsync([...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.helpDisplayed") return EXIT.good;
    const command = commands.find(({ name }) => name === argv[0]);
    const wrongUse = new OpsError("bad_command", {
      problem: error.message
        .replace(/^error: /, "")
        // Where the name of a command is nearly right, its suggestion stands on a line of its own.
        .replace(/\.?\s*\n/g, " ")
        .replace(/\.$/, ""),
      allowed: command === undefined ? commands.map(({ name }) => name).join(", ") : usageOf(command),
      remedy: `npm run ops -- ${command === undefined ? "--help" : `${command.name} --help`}`,
    });
    // What cannot be parsed has no options yet: a program that asked for a document gets one nevertheless.
    const options = argv.slice(0, argv.includes("--") ? argv.indexOf("--") : argv.length);
    if (options.includes("--json")) surroundings.out(errorDocument(command?.name ?? null, wrongUse));
    else surroundings.err(`${wrongUse.message} (${wrongUse.code})`);
    return wrongUse.exitCode;
  }
}

/** The document of a failure. Without a command where there is none of the name that was typed. */
function errorDocument(command: string | null, { code, message, parts }: OpsError): string {
  return JSON.stringify({ version: DOCUMENT_VERSION, command, error: { code, message, ...parts } }, undefined, 2);
}

async function runCommand(command: OpsCommand, input: CommandInput, around: Surroundings): Promise<ExitCode> {
  const isJson = input.options.json === true;
  try {
    const result = await command.run(input, contextOf(input, around));
    if (isJson) {
      around.out(JSON.stringify({ version: DOCUMENT_VERSION, command: command.name, ...result.data }, undefined, 2));
    } else {
      around.out(result.text);
    }
    return result.isGood ? EXIT.good : EXIT.finding;
  } catch (thrown) {
    const error = expectedError(thrown, around.signal);
    if (error === undefined) throw thrown;
    if (isJson) {
      around.out(errorDocument(command.name, error));
    } else {
      around.err(`${command.name}: ${error.message} (${error.code})`);
    }
    return error.exitCode;
  }
}

function expectedError(thrown: unknown, signal: AbortSignal): OpsError | undefined {
  if (signal.aborted) return interrupted();
  if (thrown instanceof OpsError) return thrown;
  if (thrown instanceof Error && thrown.name === "EnvironmentError") {
    const parts = { problem: "an environment file is invalid", found: thrown.message, remedy: "correct the file" };
    return new OpsError("environment_invalid", parts, { cause: thrown });
  }
  return undefined;
}

export function interrupted(): OpsError {
  return new OpsError("interrupted", {
    problem: "the command was interrupted",
    remedy: "what AWS has begun continues there: see npm run ops -- status <environment>",
  });
}

function contextOf(input: CommandInput, around: Surroundings): CommandContext {
  const isJson = input.options.json === true;
  let loaded: Readonly<Record<string, Environment>> | undefined;
  const environments = () => {
    loaded ??= around.environments();
    return loaded;
  };
  return {
    environment(name) {
      const found = environments()[name];
      if (found !== undefined) return found;
      throw new OpsError("bad_command", {
        problem: `there is no environment ${JSON.stringify(name.slice(0, 60))}`,
        allowed: Object.keys(environments()).join(", "),
        remedy: "name one of them",
      });
    },
    environmentNames: () => Object.keys(environments()),
    aws: (environment) =>
      around.aws(environment, { isLocal: input.options.local === true, profile: textOption(input, "profile") }),
    platform: (environment) =>
      around.platform(environment, { isLocal: input.options.local === true, profile: textOption(input, "profile") }),
    machine: () => around.machine(around.signal),
    async stacks(environment) {
      around.err("synthesizing the stacks");
      return around.stacks(environment, around.signal);
    },
    now: () => around.now(),
    async sleep(ms, end) {
      const signal = end === undefined ? around.signal : AbortSignal.any([around.signal, end]);
      await around.sleep(ms, signal).catch(() => undefined);
      if (around.signal.aborted) throw interrupted();
    },
    progress: (line) => around.err(line),
    confirm: confirmation({ isConfirmed: input.options.yes === true, isJson, ask: around.ask, say: around.err }),
    runAtTerminal: (program, args) => around.runAtTerminal(program, args),
    show: (text) => around.out(around.isTerminal ? `\u001b[2J\u001b[H${text}` : text),
    signal: around.signal,
    style: around.isTerminal && !isJson ? COLOURED : PLAIN,
  };
}
