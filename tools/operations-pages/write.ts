import { readFileSync } from "node:fs";
import path from "node:path";
import { COMMANDS } from "../../ops/commands";
import { codeEntries } from "./code-entries";
import { commandsReference } from "./commands-table";

const DOCS = path.join(__dirname, "..", "..", "docs");

/** A page of which one part is generated. */
export interface GeneratedPage {
  readonly file: string;
  text(): string;
}

export const OPERATIONS_PAGE = pageOf("operations.md", "commands", () => commandsReference(COMMANDS));
export const RUNBOOK_PAGE = pageOf("runbook.md", "codes", codeEntries);

function pageOf(name: string, part: string, make: () => string): GeneratedPage {
  const file = path.join(DOCS, name);
  return { file, text: () => withPart(readFileSync(file, "utf8"), part, make()) };
}

/** The page with its generated part replaced. Throws if the page has no markers for it. */
export function withPart(page: string, part: string, text: string): string {
  const [begin, end] = [`<!-- begin generated: ${part} (npm run docs) -->`, `<!-- end generated: ${part} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`the page has no part between ${begin} and ${end}`);
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
}
