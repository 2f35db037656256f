import { element } from "./markup";

/** A picture that is wider than a phone. It takes the focus, so that the arrow keys scroll it. */
export function scrollingFigure(svg: string, caption?: string): string {
  const words = caption === undefined ? [] : [element("figcaption", {}, caption)];
  return element("figure", { tabindex: 0 }, svg, ...words);
}

/** A table that may be wider than the page. `name` is what a screen reader calls its area; `head` and `rows` are markup. */
export function scrollingTable(name: string, head: string, rows: readonly string[]): string {
  return element(
    "div",
    { class: "scroll", role: "region", "aria-label": name, tabindex: 0 },
    element("table", {}, element("thead", {}, element("tr", {}, head)), element("tbody", {}, ...rows)),
  );
}
