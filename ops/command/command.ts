import type { Environment } from "../../environments/schema";
import type { Aws } from "../aws/ports";
import type { Machine } from "../doctor/local-checks";
import type { Style } from "../output/style";
import type { Platform } from "../platform/platform";
import type { SynthesizedStack } from "../review/model/synthesized";

/** An argument as the help and the page of commands show it. */
export interface CommandArgument {
  readonly name: string;
  readonly description: string;
  readonly isRequired: boolean;
}

/** An option in commander's notation, such as `--last <count>`. */
export interface CommandOption {
  readonly flags: string;
  readonly description: string;
}

/** What the person typed. Options are named as commander names them: `--dry-run` is `dryRun`. */
export interface CommandInput {
  readonly args: Readonly<Record<string, string | undefined>>;
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
}

/** The document of `--json`, except for the two members that every document has. */
export type DocumentData = Readonly<Record<string, unknown>> & { readonly version?: never; readonly command?: never };

/** What a command found: `data` is the document of `--json`, `text` is the same for a person. */
export interface CommandResult {
  /** True when nothing needs attention: exit code 0. Otherwise 1. */
  readonly isGood: boolean;
  readonly data: DocumentData;
  readonly text: string;
}

/** What a command gets from outside. */
export interface CommandContext {
  /** The checked environment file. Throws `bad_command` for a name that no file has. */
  environment(name: string): Environment;
  /** All environments that one may name. */
  environmentNames(): readonly string[];
  aws(environment: Environment): Aws;
  /** The account and region, for what comes before a deployment. */
  platform(environment: Environment): Platform;
  machine(): Promise<Machine>;
  /** Synthesizes the environment's stacks, in the order of their deployment. Takes seconds; calls nothing. Throws `synthesis_failed`. */
  stacks(environment: Environment): Promise<readonly SynthesizedStack[]>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Rejects with `interrupted` after Ctrl-C. Ends early with the signal `end`. */
  sleep(ms: number, end?: AbortSignal): Promise<void>;
  /** A line for a person who waits; never part of the result. */
  progress(line: string): void;
  /** Says what will be done, and asks. Throws `declined`, or `confirmation_required` where there is no terminal to ask at. */
  confirm(plan: readonly string[]): Promise<void>;
  /** Runs a program at the person's terminal and gives its exit code. Ctrl-C is the program's meanwhile. */
  runAtTerminal(program: string, args: readonly string[]): Promise<number>;
  /** Shows an intermediate state in place of the one before: for `--watch`. */
  show(text: string): void;
  readonly signal: AbortSignal;
  readonly style: Style;
}

/** One command of `npm run ops`. */
export interface OpsCommand {
  readonly name: string;
  /** One sentence for the list of commands. */
  readonly summary: string;
  /** What one has to know before using it: for its own help. */
  readonly details?: string;
  readonly args: readonly CommandArgument[];
  readonly options?: readonly CommandOption[];
  /** Whether it changes something: it then has `--yes`, and must call `confirm` first. */
  readonly isChanging: boolean;
  run(input: CommandInput, context: CommandContext): Promise<CommandResult>;
}

export const ENVIRONMENT_ARGUMENT: CommandArgument = {
  name: "environment",
  description: "name of an environment file, such as dev",
  isRequired: true,
};

export const SECRET_ARGUMENT: CommandArgument = {
  name: "secret",
  description: "name of an app secret in the environment file, such as shop",
  isRequired: true,
};

/** An argument that commander has made sure of. */
export function requiredArg(input: CommandInput, name: string): string {
  const value = input.args[name];
  if (value === undefined) throw new Error(`the command has no argument ${name}`);
  return value;
}

/** The text of an option, or undefined where it was not given. */
export function textOption(input: CommandInput, name: string): string | undefined {
  const value = input.options[name];
  return typeof value === "string" ? value : undefined;
}
