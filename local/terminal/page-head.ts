import { element, escapeMarkup } from "./markup";
import { PAGE_STYLE } from "./page-style";

/** The head of a page in one file, in light and dark. `contentPolicy` says what the page may load and run. */
export function pageHead(title: string, contentPolicy: string): string {
  return element(
    "head",
    {},
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">`,
    '<meta name="color-scheme" content="light dark">',
    element("title", {}, escapeMarkup(title)),
    element("style", {}, PAGE_STYLE),
  );
}
