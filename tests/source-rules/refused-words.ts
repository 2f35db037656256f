import type { SourceFile } from "./import-arrows";
import { sourceReferences } from "./source-references";

/** A word of the project's own making that a reader would have to translate, and what to write. */
interface RefusedWord {
  /** Matched against whole identifiers and against the words of file names. */
  readonly pattern: RegExp;
  readonly write: string;
}

const REFUSED: readonly RefusedWord[] = [
  { pattern: /^(MOST|LONGEST)_|^most([A-Z]|$)/, write: "MAX_…, max…" },
  { pattern: /^LEAST_|^least([A-Z]|$)/, write: "MIN_…, min…" },
  { pattern: /^learn(ed|ing)?([A-Z]|$)/, write: "register, passwords" },
  { pattern: /canary/i, write: "leak check, or the name of what is planted" },
  { pattern: /laggard/i, write: "stale client" },
  { pattern: /loginDead|deadLogin/i, write: "loginFails" },
  { pattern: /^reunite/, write: "resyncInstructions" },
  { pattern: /^leftOver/, write: "orphans" },
  { pattern: /^requireFit/, write: "validateAdmin" },
  { pattern: /^atWriter$/i, write: "valueAtWriter, withWriterEndpoint" },
  { pattern: /^(whoServes|announce|withdraw|requireNobody)$/, write: "readPidFile, writePidFile, removePidFile" },
  { pattern: /^(findHere|ofFailures)$/, write: "findLocal, onErrors" },
  { pattern: /^(hammer|tripwire|playedServer|handMade)/i, write: "loginLoad, breakpoint, stubServer, manualUser" },
  { pattern: /^(Login|Vpc|Database)Place$|^checkPlaces?$/, write: "endpoint, location, region" },
  {
    pattern: /^(life|lived|ActRecord|newStage)$|[sS]cenes?$|^SceneRecord$/,
    write: "lifecycle result, scenario, step, recorder",
  },
];

const FILE_NAMES: readonly RefusedWord[] = [
  ...REFUSED,
  { pattern: /^(life|scenes?|keep|ways?)$/, write: "lifecycle, scenario, sandbox, source" },
  { pattern: /^(utils?|helpers?|common|misc)$/, write: "what the file holds" },
];

/** Every identifier and file name of the sources that a reader would have to translate: where it is, and what to write. */
export function refusedWords(sources: readonly SourceFile[]): string[] {
  return sources.flatMap(({ file, source }) => [
    ...file
      .split(/[/.]/)
      .flatMap((name) =>
        FILE_NAMES.filter(({ pattern }) => pattern.test(name)).map((word) => message(file, name, word)),
      ),
    ...[...sourceReferences(source).identifiers].flatMap((name) =>
      REFUSED.filter(({ pattern }) => pattern.test(name)).map((word) => message(file, name, word)),
    ),
  ]);
}

function message(file: string, name: string, { write }: RefusedWord): string {
  return `${file}: "${name}"; write: ${write}`;
}
