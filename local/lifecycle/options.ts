import type { Command } from "commander";
import { badOption, optionsCommand, type ParsedOptions, readOptions, shownArgument } from "../terminal/command-options";
import { ALWAYS, ENVIRONMENTS, SCENARIOS } from "./scenarios";
import type { Scenario } from "./scenarios/scenario";

/** The options of a lifecycle run. */
export interface LifecycleOptions {
  /** What each environment goes through. Several are played side by side. */
  readonly environments: readonly (readonly Scenario[])[];
  /** Print one JSON document on standard output instead of the report. */
  readonly json: boolean;
  /** Leave the folder with states, plans and logs. */
  readonly keep: boolean;
}

/** Reads the arguments after the program's name. Throws a `LocalError` (`bad_option`) for anything malformed. */
export function parseLifecycleOptions(args: readonly string[]): ParsedOptions<LifecycleOptions> {
  const read = readOptions<{ short?: true; scenarios?: string; json?: true; keep?: true }>(lifecycleCommand(), args);
  if (read.kind === "help") return { kind: "help", text: `${read.text}\n${scenesHelp()}` };
  const given = read.options;
  if (given.short === true && given.scenarios !== undefined) {
    throw badOption("--short and --scenarios cannot be given together", {
      found: "both",
      allowed: "one of them: --short is a selection of scenarios itself",
    });
  }
  const environments =
    given.scenarios !== undefined
      ? [named(given.scenarios)]
      : given.short === true
        ? [SCENARIOS.filter(({ isInShort }) => isInShort)]
        : ENVIRONMENTS;
  return { kind: "run", options: { environments, json: given.json === true, keep: given.keep === true } };
}

function lifecycleCommand(): Command {
  return optionsCommand("rehearse --deploy")
    .description(
      "Takes the environment `local` through its whole lifecycle with Terraform and the real AWS provider, against an AWS on this machine:\n" +
        "deployed, rotated, changed, broken in many ways and mended, destroyed, while clients log in. A whole run plays two environments side by side.",
    )
    .option("--deploy", "the lifecycle run, instead of the rehearsal of a rotation")
    .option("--short", "only: deploy, one look at every strategy, empty plans, destroy")
    .option("--scenarios <names>", "only these scenarios, separated by commas, besides the first and the last")
    .option("--json", "print one JSON document instead of the report")
    .option("--keep", "leave states, plans and logs, and say where they are");
}

function named(words: string): readonly Scenario[] {
  const names = words.split(",").map((word) => word.trim());
  const unknown = names.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name));
  if (unknown.length > 0) {
    throw badOption("--scenarios names what is no scenario", {
      found: unknown.map(shownArgument).join(", "),
      allowed: SCENARIOS.map(({ name }) => name).join(", "),
    });
  }
  return SCENARIOS.filter(({ name }) => names.includes(name) || ALWAYS.includes(name));
}

function scenesHelp(): string {
  const width = Math.max(...SCENARIOS.map(({ name }) => name.length));
  return ["Scenarios:", ...SCENARIOS.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`)].join("\n");
}
