import { isSecretName, lastName, maskText, maskValue } from "../masking/looks-secret";
import type { Difference } from "./difference";

const MAX_CHARACTERS = 120;

/** A difference as one line of Markdown, with nothing in it that is or looks like a secret. */
export function differenceText(difference: Difference): string {
  const { path } = difference;
  const name = lastName(path);
  if ("added" in difference) {
    const items = [
      ...difference.removed.map((item) => `removed ${valueText(name, item)}`),
      ...difference.added.map((item) => `added ${valueText(name, item)}`),
    ];
    return `${codeText(path)}: ${items.join(", ")}`;
  }
  return `${codeText(path)}: ${valueText(name, difference.before)} → ${valueText(name, difference.after)}`;
}

/** A value in a code span. The name of its attribute decides whether it is shown. */
export function valueText(name: string, value: unknown): string {
  if (value === undefined || value === null || value === "") return "not set";
  if (isSecretName(name, value)) return "(masked)";
  if (typeof value === "object") return codeText(JSON.stringify(maskValue(name, value)));
  const text = maskText(name, String(value));
  const lines = text.split("\n");
  if (lines.length > 1) return `text of ${lines.length} lines (first: ${codeText(lines[0] ?? "")})`;
  return codeText(text);
}

/** A text in a Markdown code span that fits into a line, and into a cell of a table. */
export function codeText(text: string): string {
  const short = text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text;
  const line = short.replace(/\s+/g, " ").replaceAll("|", "¦");
  const fence = line.includes("`") ? "``" : "`";
  return `${fence}${line}${fence}`;
}
