import { readFileSync } from "node:fs";
import path from "node:path";

const PAGE = readFileSync(path.join(__dirname, "..", "..", "..", "docs", "runbook.md"), "utf8");

/** The shell blocks of the section with this heading, in the page's order and as they are printed. Throws where there is none. */
export function blocksOf(heading: string): readonly string[] {
  const lines = PAGE.split("\n");
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, "") === heading);
  const level = /^#+/.exec(lines[start] ?? "")?.[0].length ?? 0;
  const rest = lines.slice(start + 1);
  const length = rest.findIndex((line) => /^#+ /.test(line) && (/^#+/.exec(line)?.[0].length ?? 0) <= level);
  const section = rest.slice(0, length === -1 ? undefined : length).join("\n");
  const blocks = [...section.matchAll(/^ *```sh\n(.*?)^ *```$/gms)].map(([, text = ""]) => text);
  if (start === -1 || blocks.length === 0) throw new Error(`the runbook prints no command under "${heading}"`);
  return blocks;
}
