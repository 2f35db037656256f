import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { keptPaths } from "../../local/sandbox/paths";
import { localProgram } from "../../local/sandbox/program";
import { newLeakCheck } from "../../local/terminal/leak-check";
import { opsProgram } from "../../ops/command/program";
import { COMMANDS } from "../../ops/commands";
import { DELIVERY_PROGRAMS } from "../../ops/delivery/programs";
import { cdktfHelp, isCdktfCommand } from "./cdktf-help";

const ROOT = path.join(__dirname, "..", "..");
const SCRIPTS = new Set(Object.keys(JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")).scripts));
/** Scripts of package.json that are the CDKTF CLI. */
const CDKTF_SCRIPTS: ReadonlySet<string> = new Set(["deploy", "diff", "destroy", "output", "synth"]);

/** Stacks of one environment `dev`, and which of them each needs to be deployed before. */
export type StackGraph = ReadonlyMap<string, readonly string[]>;

/** What is wrong with `npm run …`: the script does not exist, or the CDKTF CLI behind it would refuse. */
export function npmProblems([, , ...rest]: readonly string[], stacks: StackGraph): readonly string[] {
  const [script = "", ...args] = rest.filter((word) => word !== "-s");
  if (!SCRIPTS.has(script)) return [`package.json has no script ${script}`];
  const isChecked = ["local", "ops"].includes(script) || CDKTF_SCRIPTS.has(script) || script in DELIVERY_PROGRAMS;
  if (!isChecked || args.length === 0) return [];
  if (args[0] !== "--") return ["npm takes what follows the script for its own: -- is missing"];
  if (script === "ops") return opsProblems(args.slice(1));
  const program = isDelivery(script, args[1]) ? DELIVERY_PROGRAMS[script]?.() : undefined;
  if (program !== undefined) return programProblems(program, args.slice(1));
  return script === "local" ? sandboxProblems(args.slice(1)) : cdktfProblems([script, ...args.slice(1)], stacks);
}

/** Patterns and stack ids go to the CDKTF CLI. */
function isDelivery(script: string, first = ""): boolean {
  return (
    script in DELIVERY_PROGRAMS &&
    (script !== "destroy" || /^(<environment>|"?\$ENVIRONMENT"?|<value>|dev|staging|prod)$/.test(first))
  );
}

/** What is wrong with the words after one of the delivery commands: an option that it does not have, or too many words. */
function programProblems(program: Command, words: readonly string[]): readonly string[] {
  const name = program.name();
  const known = (flag: string) =>
    program.options.find(({ short, long }) => flag === short || flag.split("=")[0] === long);
  const unknown = words.filter((word) => word.startsWith("-") && word !== "--help" && known(word) === undefined);
  const values = words.filter(
    (word, index) => !word.startsWith("-") && known(words[index - 1] ?? "")?.required !== true,
  );
  return [
    ...unknown.map((flag) => `npm run ${name} has no option ${flag}`),
    ...(values.length > program.registeredArguments.length
      ? [`npm run ${name} takes ${program.registeredArguments.length} words`]
      : []),
  ];
}

/** What is wrong with the command after `npm run local --`: it does not exist, or has no such option. */
function sandboxProblems([name = "", ...args]: readonly string[]): readonly string[] {
  if (name === "" || name.startsWith("--")) return []; // the program itself
  const { signal } = new AbortController();
  const silent = { print: () => undefined, leakCheck: newLeakCheck(), signal };
  const command = localProgram(keptPaths({}), silent, () => undefined).commands.find((one) => one.name() === name);
  if (command === undefined) return [`npm run local has no command ${name}`];
  if (name === "connect") return []; // its options are the client's
  const flags = args.filter((word) => word.startsWith("-"));
  return flags
    .filter((flag) => !command.options.some(({ short, long }) => flag === short || flag.split("=")[0] === long))
    .map((flag) => `npm run local -- ${name} has no option ${flag}`);
}

/** What is wrong with the command after `npm run ops --`: it does not exist, misses an argument, or has no such option. */
function opsProblems([name = "", ...words]: readonly string[]): readonly string[] {
  if (["", "--help", "<command>", "<value>"].includes(name)) return []; // the program itself, or any command
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) return [`npm run ops has no command ${name}`];
  const made = opsProgram(
    [command],
    async () => undefined,
    () => undefined,
  ).commands[0];
  const flags = words.filter((word) => word.startsWith("-")).map((word) => word.split("=")[0] ?? "");
  const unknown = flags.filter((flag) => flag !== "--help" && !made?.options.some(({ long }) => long === flag));
  // An interpolated text may stand for several words.
  const given = words.filter((word) => !word.startsWith("-")).length;
  const required = command.args.filter(({ isRequired }) => isRequired).length;
  const isShort = given < required && !words.includes("<value>") && !flags.includes("--help");
  return [
    ...unknown.map((flag) => `npm run ops -- ${name} has no option ${flag}`),
    ...(isShort ? [`npm run ops -- ${name} needs ${command.args.map((one) => one.name).join(" and ")}`] : []),
  ];
}

/**
 * What is wrong with `cdktf …`, given from its verb on. Without arguments it is the name of a command: only the verb is looked at.
 * The CLI refuses to deploy a stack without those it needs, and to destroy one without those that need it.
 */
export function cdktfProblems([verb = "", ...args]: readonly string[], stacks: StackGraph): readonly string[] {
  if (!isCdktfCommand(verb)) return [`cdktf has no command ${verb}`];
  const flags = args.filter((word) => word.startsWith("--")).map((word) => word.split("=")[0] ?? "");
  const help = flags.length === 0 ? "" : cdktfHelp([verb]);
  const unknown = flags
    .filter((flag) => !help.includes(`${flag} `))
    .map((flag) => `cdktf ${verb} has no option ${flag}`);
  const named = args.filter((word, index) => !word.startsWith("--") && args[index - 1] !== "--parallelism");
  const chosen = named.flatMap((pattern) => matching(pattern, stacks));
  const missing = named.filter((pattern) => matching(pattern, stacks).length === 0);
  const needed = flags.includes("--ignore-missing-stack-dependencies") ? [] : neededBy(verb, chosen, stacks);
  return [
    ...unknown,
    ...missing.map((pattern) => `no stack is called ${pattern}`),
    ...needed.filter((stack) => !chosen.includes(stack)).map((stack) => `cdktf ${verb} needs ${stack} as well`),
  ];
}

/** What is wrong with `terraform …`: an option that the help of the command does not know. `apply` has the options of `plan` as well. */
export function terraformProblems(terraform: string, [, ...words]: readonly string[]): readonly string[] {
  const [verb = "", ...args] = words.filter((word) => !word.startsWith("-chdir="));
  const help = terraformHelp(terraform, verb);
  if (help === undefined) return [`terraform has no command ${verb}`];
  const options = verb === "apply" ? `${help}${terraformHelp(terraform, "plan")}` : help;
  const flags = args.filter((word) => word.startsWith("-")).map((word) => word.split("=")[0] ?? "");
  return flags.filter((flag) => !options.includes(`${flag}`)).map((flag) => `terraform ${verb} has no option ${flag}`);
}

function terraformHelp(terraform: string, verb: string): string | undefined {
  const { TF_CLI_CONFIG_FILE: _, ...inherited } = process.env;
  const env = { ...inherited, CHECKPOINT_DISABLE: "1" };
  const { status, stdout } = spawnSync(terraform, [verb, "-help"], { encoding: "utf8", env });
  return status === 0 ? stdout : undefined;
}

/** What is wrong with each `aws …`: see aws-commands.py. The Python must have botocore. */
export function awsProblems(python: string, commands: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const { stdout, stderr } = spawnSync(python, [path.join(__dirname, "aws-commands.py")], {
    encoding: "utf8",
    input: JSON.stringify(commands.map(([, ...words]) => words)),
  });
  if (stdout === "") throw new Error(`the AWS commands were not checked: ${stderr}`);
  return JSON.parse(stdout) as string[][];
}

function matching(pattern: string, stacks: StackGraph): readonly string[] {
  const concrete = pattern.replace(/<environment>|\b(?:local|staging|prod)\b|<value>/, "dev").replace(/<value>/, "*");
  const expression = new RegExp(`^${concrete.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);
  return [...stacks.keys()].filter((stack) => expression.test(stack));
}

function neededBy(verb: string, chosen: readonly string[], stacks: StackGraph): readonly string[] {
  if (verb === "deploy") return chosen.flatMap((stack) => stacks.get(stack) ?? []);
  if (verb !== "destroy") return [];
  return [...stacks].filter(([, needs]) => needs.some((stack) => chosen.includes(stack))).map(([stack]) => stack);
}
