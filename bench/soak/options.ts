import type { LocalEngine } from "../../local/mysql/program";
import {
  badOption,
  numberOption,
  optionsCommand,
  type ParsedOptions,
  readOptions,
  shownArgument,
  wholeNumber,
} from "../../local/terminal/command-options";
import { SITUATIONS, type Situation } from "./situations";

/** How much is done, on each engine. */
export interface SoakOptions {
  readonly engines: readonly LocalEngine[];
  readonly situations: readonly Situation[];
  /** Of all secrets together, over all situations. */
  readonly rotations: number;
  readonly secrets: number;
  readonly clients: number;
  /** On each engine, about: the steady situation lasts until it has had its share. */
  readonly logins: number;
  /** No situation takes up further rotations after its share of these minutes. */
  readonly minutes: number;
}

const ROTATIONS = { min: 5, max: 2_000, byDefault: 1_100 } as const;
const SECRETS = { min: 1, max: 100, byDefault: 20 } as const;
const CLIENTS = { min: 1, max: 200, byDefault: 50 } as const;
const LOGINS = { min: 0, max: 10_000_000, byDefault: 80_000 } as const;
const MINUTES = { min: 1, max: 600, byDefault: 60 } as const;
const ENGINES: readonly LocalEngine[] = ["mysql", "mariadb"];

/** Reads the arguments after the program's name. Throws a `LocalError` (`bad_option`) for anything malformed. */
export function parseSoakOptions(args: readonly string[]): ParsedOptions<SoakOptions> {
  const command = optionsCommand("soak")
    .description(
      [
        "Rotates many secrets of a real MySQL and MariaDB while clients log in all the time, and makes things go wrong meanwhile.",
        "The exit code is 1 when a login with a current credential was refused, or a rotation did not end.",
        "",
        "Situations:",
        ...SITUATIONS.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`),
      ].join("\n"),
    )
    .option("--engine <name>", `${ENGINES.join(" or ")}; both when left out`)
    .option("--only <situation>", "this situation only; may be given several times", collect, [])
    .addOption(numberOption("--rotations <number>", "rotations on each engine", ROTATIONS))
    .addOption(numberOption("--secrets <number>", "app secrets", SECRETS))
    .addOption(numberOption("--clients <number>", "clients that log in all the time", CLIENTS))
    .addOption(
      numberOption(
        "--logins <number>",
        "logins on each engine, about: the steady situation waits for its share",
        LOGINS,
      ),
    )
    .addOption(numberOption("--minutes <number>", "no further rotation after so long, on each engine", MINUTES));
  const read = readOptions<Record<string, string> & { readonly only: readonly string[] }>(command, args);
  if (read.kind === "help") return read;
  const { engine, only, rotations = "", secrets = "", clients = "", logins = "", minutes = "" } = read.options;
  const engines = ENGINES.filter((one) => engine === undefined || one === engine);
  const unknown = only.filter((name) => !SITUATIONS.some((one) => one.name === name));
  if (engines.length === 0 || unknown.length > 0) {
    throw badOption("there is no such engine or situation", {
      found: [...(engines.length === 0 ? [engine ?? ""] : []), ...unknown].map(shownArgument).join(", "),
      allowed: [...ENGINES, ...SITUATIONS.map(({ name }) => name)].join(", "),
    });
  }
  return {
    kind: "run",
    options: {
      engines,
      situations: SITUATIONS.filter(({ name }) => only.length === 0 || only.includes(name)),
      rotations: wholeNumber("--rotations", rotations, ROTATIONS),
      secrets: wholeNumber("--secrets", secrets, SECRETS),
      clients: wholeNumber("--clients", clients, CLIENTS),
      logins: wholeNumber("--logins", logins, LOGINS),
      minutes: wholeNumber("--minutes", minutes, MINUTES),
    },
  };
}

function collect(name: string, before: readonly string[]): string[] {
  return [...before, name];
}
