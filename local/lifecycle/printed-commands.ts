import { readFileSync } from "node:fs";
import path from "node:path";
import { runInGroup } from "../../ops/terraform/process-group";
import { operatorCall } from "../terraform/operator-call";
import type { LifecycleContext } from "./context";

const DOCS = path.resolve(__dirname, "..", "..", "docs");

/** What stands in angle brackets on a page, and what it is here. */
export type Placeholders = Readonly<Record<string, string>>;

/** Where printed commands are run. */
export type PrintedContext = Pick<LifecycleContext, "gateway" | "workspace" | "cli">;

/**
 * The commands in the code blocks of a section (`### <heading>`), as they are printed, with the placeholders filled in. Throws for a section
 * without commands and for a placeholder without a value.
 */
export function commandsInSection(page: string, heading: string, values: Placeholders): readonly string[] {
  const text = readFileSync(path.join(DOCS, page), "utf8");
  const [, section = ""] = text.split(`### ${heading}\n`);
  const [own = ""] = section.split(/\n##/);
  const blocks = [...own.matchAll(/```(?:sh)?\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
  const commands = blocks
    .flatMap((block) => block.replaceAll("\\\n", " ").split("\n"))
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (commands.length === 0) throw new Error(`docs/${page} prints no command under "${heading}"`);
  return commands.map((command) =>
    command.replace(/<([^<>]+)>/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`docs/${page}: nothing is known of <${name}>, in ${command}`);
      return value;
    }),
  );
}

/** Runs a printed `aws secretsmanager …` or `terraform -chdir=…` as a person would who pastes it. Throws when it fails. */
export async function runPrinted(context: PrintedContext, command: string): Promise<void> {
  const [program = "", ...words] = command.split(/\s+/);
  if (program === "terraform") return runTerraform(context, words);
  const [service, operation = "", ...options] = words;
  if (program !== "aws" || service !== "secretsmanager") throw new Error(`not run here: ${command}`);
  const json = { target: `secretsmanager.${pascal(operation)}`, body: inputOf(options) };
  await operatorCall(context.gateway.url, { service, json });
}

/** From the folder that holds `cdktf.out`, as in the project. */
async function runTerraform({ workspace, cli }: PrintedContext, words: readonly string[]): Promise<void> {
  const run = await runInGroup("terraform", words, { ...cli, cwd: workspace.folder });
  if (run.exitCode !== 0) throw new Error(`terraform ${words.join(" ")}: ${run.output.slice(-1_000)}`);
}

/** The options of a command as the AWS CLI turns them into an operation's input; a flag without a value is true. */
function inputOf(options: readonly string[]): Readonly<Record<string, unknown>> {
  const pairs = options.flatMap((word, index): (readonly [string, unknown])[] => {
    if (!word.startsWith("--")) return [];
    const next = options[index + 1];
    return [[pascal(word.slice(2)), next === undefined || next.startsWith("--") ? true : next]];
  });
  return Object.fromEntries(pairs);
}

function pascal(kebab: string): string {
  return kebab.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
