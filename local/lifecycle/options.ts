import type { Command } from "commander";
import { badOption, optionsCommand, type ParsedOptions, readOptions, shownArgument } from "../terminal/command-options";
import { ALWAYS, SCENES } from "./scenarios";
import type { Scene } from "./scenarios/scenario";

/** What the life may be asked for. */
export interface LifeOptions {
  readonly scenes: readonly Scene[];
  /** Print one JSON document on standard output instead of the report. */
  readonly json: boolean;
  /** Leave the folder with states, plans and logs. */
  readonly keep: boolean;
}

/** Reads the arguments after the program's name. Throws a `LocalError` (`bad_option`) for anything malformed. */
export function parseLifeOptions(args: readonly string[]): ParsedOptions<LifeOptions> {
  const read = readOptions<{ short?: true; scenes?: string; json?: true; keep?: true }>(lifeCommand(), args);
  if (read.kind === "help") return { kind: "help", text: `${read.text}\n${scenesHelp()}` };
  const given = read.options;
  if (given.short === true && given.scenes !== undefined) {
    throw badOption("--short and --scenes cannot be given together", {
      found: "both",
      allowed: "one of them: --short is a selection of scenes itself",
    });
  }
  const scenes =
    given.scenes === undefined ? SCENES.filter(({ isInShort }) => !given.short || isInShort) : named(given.scenes);
  return { kind: "run", options: { scenes, json: given.json === true, keep: given.keep === true } };
}

function lifeCommand(): Command {
  return optionsCommand("rehearse --deploy")
    .description(
      "Takes the environment `local` through its whole life with Terraform and the real AWS provider, against an AWS on this machine:\n" +
        "deployed, rotated, changed, broken in many ways and mended, destroyed, while clients log in.",
    )
    .option("--deploy", "this life, instead of the rehearsal of a rotation")
    .option("--short", "only: deploy, one look at every strategy, empty plans, destroy")
    .option("--scenes <names>", "only these scenes, separated by commas, besides the first and the last")
    .option("--json", "print one JSON document instead of the report")
    .option("--keep", "leave states, plans and logs, and say where they are");
}

function named(words: string): readonly Scene[] {
  const names = words.split(",").map((word) => word.trim());
  const unknown = names.filter((name) => !SCENES.some((scene) => scene.name === name));
  if (unknown.length > 0) {
    throw badOption("--scenes names what is no scene", {
      found: unknown.map(shownArgument).join(", "),
      allowed: SCENES.map(({ name }) => name).join(", "),
    });
  }
  return SCENES.filter(({ name }) => names.includes(name) || ALWAYS.includes(name));
}

function scenesHelp(): string {
  const width = Math.max(...SCENES.map(({ name }) => name.length));
  return ["Scenes:", ...SCENES.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`)].join("\n");
}
