import { maskText } from "../masking/looks-secret";
import type { Section } from "./section";

/** A text that another program wrote, folded under its title: what a scanner found, what an environment costs. */
export function attachment(title: string, text: string): Section {
  const lines = text
    .trimEnd()
    .split("\n")
    // Indented, a line is shown as it is, whatever Markdown it holds.
    .map((line) => `    ${maskText(title, line)}`);
  return { head: [], items: lines, fold: title.replaceAll("<", "&lt;"), what: "lines" };
}
