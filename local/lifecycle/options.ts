import { Command, CommanderError } from "commander";
import { LocalError } from "../terminal/error";
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

export type ParsedLifeOptions =
  | { readonly kind: "run"; readonly options: LifeOptions }
  | { readonly kind: "help"; readonly text: string };

/** Reads the arguments after the program's name. Throws a {@link LocalError} (`bad_option`) for anything malformed. */
export function parseLifeOptions(args: readonly string[]): ParsedLifeOptions {
  const command = lifeCommand();
  try {
    command.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.helpDisplayed") {
      return { kind: "help", text: `${command.helpInformation()}\n${scenesHelp()}` };
    }
    throw badOption(error.message.replace(/^error: /, "").replace(/[\s\p{Cc}]+/gu, " "), {
      found: args.join(" "),
      allowed: command.options.map(({ flags }) => flags).join(", "),
    });
  }
  const given = command.opts<{ short?: true; scenes?: string; json?: true; keep?: true }>();
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
  return new Command("rehearse --deploy")
    .usage("[options]")
    .description(
      "Takes the environment `local` through its whole life with Terraform and the real AWS provider, against an AWS on this machine:\n" +
        "deployed, rotated, changed, broken in many ways and mended, destroyed, while clients log in.",
    )
    .option("--deploy", "this life, instead of the rehearsal of a rotation")
    .option("--short", "only: deploy, one look at every strategy, empty plans, destroy")
    .option("--scenes <names>", "only these scenes, separated by commas, besides the first and the last")
    .option("--json", "print one JSON document instead of the report")
    .option("--keep", "leave states, plans and logs, and say where they are")
    .allowExcessArguments(false)
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
    .exitOverride();
}

function named(words: string): readonly Scene[] {
  const names = words.split(",").map((word) => word.trim());
  const unknown = names.filter((name) => !SCENES.some((scene) => scene.name === name));
  if (unknown.length > 0) {
    throw badOption("--scenes names what is no scene", {
      found: unknown.map((name) => JSON.stringify(name)).join(", "),
      allowed: SCENES.map(({ name }) => name).join(", "),
    });
  }
  return SCENES.filter(({ name }) => names.includes(name) || ALWAYS.includes(name));
}

function scenesHelp(): string {
  const width = Math.max(...SCENES.map(({ name }) => name.length));
  return ["Scenes:", ...SCENES.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`)].join("\n");
}

function badOption(problem: string, parts: { found: string; allowed: string }): LocalError {
  return new LocalError("bad_option", {
    problem,
    ...parts,
    remedy: "correct the option, or run with --deploy --help to read about all of them; nothing was started",
  });
}
