import { maskText } from "../masking/looks-secret";
import type { Section } from "./section";

/** A text that another program wrote, folded under its title: what a scanner found, what an environment costs. */
export function attachment(title: string, text: string): Section {
  // As a whole: a private key has many lines. Indented, a line is shown as it is, whatever Markdown it holds.
  const lines = maskText("attachment", text.trimEnd())
    .split("\n")
    .map((line) => `    ${line}`);
  return { head: [], items: lines, fold: title.replaceAll("<", "&lt;"), what: "lines" };
}
