import path from "node:path";
import { DECISIONS_PAGE } from "./navigation";

/** A page with the links of the site, and the sources that it leads to. */
export interface LinkedPage {
  readonly text: string;
  /** Files of the repository that are no pages: the site shows the text of each. */
  readonly sources: readonly string[];
}

const FENCE = /^ *```/;
const CODE_SPAN = /(`+)(?!`).*?\1(?!`)/g;
const LINK = /\]\((?!https?:|mailto:|#)([^)\s#]+)(#[^)\s]*)?\)/g;

/**
 * Rewrites the links of a page that lead to what is no page of the site: the README is its first page, the folder of decision records
 * has a page, and a source gets one. What stands in code stays as it is.
 */
export function withSiteLinks(page: string, text: string): LinkedPage {
  const sources = new Set<string>();
  let isCode = false;
  const lines = text.split("\n").map((line) => {
    if (FENCE.test(line)) isCode = !isCode;
    if (isCode) return line;
    const spans = [...line.matchAll(CODE_SPAN)].map(({ index, 0: span }) => ({ from: index, to: index + span.length }));
    return line.replace(LINK, (link: string, to: string, anchor: string | undefined, at: number) => {
      if (spans.some(({ from, to: end }) => from <= at && at < end)) return link;
      const file = path.posix.join(path.posix.dirname(page), decodeURI(to));
      const target = siteTarget(file);
      if (target === file) return link;
      if (target === sourcePage(file)) sources.add(file);
      return `](${path.posix.relative(path.posix.dirname(page), target)}${anchor ?? ""})`;
    });
  });
  return { text: lines.join("\n"), sources: [...sources] };
}

/** The page that shows the text of a source. */
export function sourcePage(file: string): string {
  return `${file}.md`;
}

function siteTarget(file: string): string {
  if (file === "README.md") return "index.md";
  if (file === "docs/decisions/") return DECISIONS_PAGE;
  return /\.(md|svg|png)$/.test(file) ? file : sourcePage(file);
}
