import { Command } from "commander";
import type { CommandInput, OpsCommand } from "./command";

/** The options that every command has. */
export const COMMON_OPTIONS = [
  ["--json", "print one JSON document instead of text"],
  ["--profile <name>", "profile of the AWS configuration files"],
  ["--local", "use the local AWS (npm run local -- up)"],
] as const;

export const YES_OPTION = ["--yes", "do it without asking"] as const;

export type RunCommand = (command: OpsCommand, input: CommandInput) => Promise<void>;

/** The command line as commander knows it. It exits nowhere by itself. */
export function opsProgram(commands: readonly OpsCommand[], run: RunCommand, write: (text: string) => void): Command {
  const program = new Command("npm run ops --")
    .usage("<command> <environment> [secret] [options]")
    .description("Commands for operators. Start with: npm run ops -- status <environment>")
    .configureOutput({ writeOut: write, writeErr: () => undefined })
    .exitOverride()
    .helpCommand(false);
  for (const command of commands) program.addCommand(subcommand(command, run, write));
  return program;
}

function subcommand(command: OpsCommand, run: RunCommand, write: (text: string) => void): Command {
  const made = new Command(command.name)
    .summary(command.summary)
    // Commander wraps at the width of the terminal.
    .description([command.summary, ...(command.details === undefined ? [] : ["", oneLine(command.details)])].join("\n"))
    .configureOutput({ writeOut: write, writeErr: () => undefined })
    .exitOverride();
  for (const { name, description, isRequired } of command.args) {
    made.argument(isRequired ? `<${name}>` : `[${name}]`, description);
  }
  for (const { flags, description } of command.options ?? []) made.option(flags, description);
  for (const [flags, description] of COMMON_OPTIONS) made.option(flags, description);
  if (command.isChanging) made.option(...YES_OPTION);
  made.action(async () => {
    const args = Object.fromEntries(command.args.map(({ name }, index) => [name, made.args[index]]));
    await run(command, { args, options: made.opts() });
  });
  return made;
}

/** `unstick <environment> <secret>`, for a person who has left one out. */
export function usageOf({ name, args }: Pick<OpsCommand, "name" | "args">): string {
  return [name, ...args.map((one) => (one.isRequired ? `<${one.name}>` : `[${one.name}]`))].join(" ");
}

const oneLine = (text: string): string => text.replaceAll("\n", " ");
