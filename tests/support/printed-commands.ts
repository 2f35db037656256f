import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A command as it is printed for a person to paste. */
export interface PrintedCommand {
  /** Relative to the project. */
  readonly file: string;
  readonly words: readonly string[];
}

const ROOT = path.join(__dirname, "..", "..");
/** Sources whose messages people read. */
const SOURCES = ["bench", "client", "environments", "local", "ops", "rotation-fn", "stacks", "tools"];
/** The names of what a lifecycle run does and checks are no commands to paste. */
const SCENARIOS = path.join("local", "lifecycle", "scenarios");
/** Where a command of a program begins: at the start of a text, or after what ends or opens another command. */
const BEGINNING =
  /(?:^|[|;&{(`"']\s*|\bwhat to do: |\bthen |\btry |\brun |\bor )(?=(?:aws|npx cdktf|cdktf|npm run|terraform) [a-z-])/gm;

/** Every command in the project's pages (README.md, CHANGELOG.md, docs with its decisions, pages of folders), in blocks and in code spans. */
export function commandsInPages(): readonly PrintedCommand[] {
  const top = readdirSync(ROOT).filter((name) => name.endsWith(".md"));
  const below = ["docs", ...SOURCES].flatMap((folder) => filesBelow(path.join(ROOT, folder), ".md"));
  return [...top, ...below.map((full) => path.relative(ROOT, full))].flatMap((file) => {
    const text = readFileSync(path.join(ROOT, file), "utf8");
    const blocks = [...text.matchAll(/^ *```(?:sh)?\n([\s\S]*?)^ *```/gm)].map(([, block = ""]) => block);
    const spans = [...text.replace(/^ *```[\s\S]*?^ *```/gm, "").matchAll(/`` (.+?) ``|`([^`]+)`/g)];
    const shown = [...blocks, ...spans.map(([, double, single]) => double ?? single ?? "")];
    return shown.flatMap((shell) => commandsIn(shell)).map((words) => ({ file, words }));
  });
}

/** Every command in the strings of the sources: messages, remedies, outputs. Interpolated values are `<value>`. */
export function commandsInMessages(): readonly PrintedCommand[] {
  const files = SOURCES.map((folder) => path.join(ROOT, folder))
    .filter(existsSync)
    .flatMap((folder) => filesBelow(folder, ".ts"));
  return files
    .filter((full) => !full.includes(SCENARIOS))
    .flatMap((full) => {
      const text = readFileSync(full, "utf8")
        .replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, "")
        .replace(/["`]\s*\+\s*["`]/g, "")
        .replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "<value>");
      const strings = [...text.matchAll(/"((?:\\.|[^"\\\n])*)"|`((?:\\.|[^`\\\n])*)`|'((?:\\.|[^'\\\n])*)'/g)];
      const file = path.relative(ROOT, full);
      return strings
        .flatMap(([, double, template, single]) =>
          commandsIn((double ?? template ?? single ?? "").replace(/\\(.)/g, "$1")),
        )
        .map((words) => ({ file, words }));
    });
}

/** The commands in a piece of shell or prose, as words. Exported for its own test. */
export function commandsIn(shell: string): readonly (readonly string[])[] {
  const text = shell.replace(/\\\n/g, " ");
  return [...text.matchAll(BEGINNING)]
    .map(({ index, 0: opening }) => wordsOf(text.slice(index + opening.length)))
    .filter((words) => words.length > 1);
}

/** The words of the first command of a text. Quotes are removed; what is in angle brackets or `$(…)` is one word. */
function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  let word = "";
  let rest = text;
  const end = (): void => {
    if (word !== "") words.push(word);
    word = "";
  };
  while (rest !== "") {
    const [token = ""] =
      /^(?:'[^']*'|"(?:\\.|\$\([^)]*\)|[^"\\])*"|\$\([^)]*\)|<[^<>\n]+>|\s+#.*|[ \t]+|[\n|;&`)]|, |.)/s.exec(rest) ??
      [];
    rest = rest.slice(token.length);
    if (/^(?:[\n|;&`)]|, |\s+#)/.test(token)) break;
    if (/^[ \t]+$/.test(token)) end();
    else word += /^['"]/.test(token) ? token.slice(1, -1) : token;
  }
  end();
  return words;
}

/** A folder that is not there has none. */
function filesBelow(folder: string, ending: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => path.join(entry.parentPath, entry.name));
}
