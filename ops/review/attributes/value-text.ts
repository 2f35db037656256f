import { isSecretName, maskText, maskValue, nameAt } from "../masking/looks-secret";
import type { Difference } from "./difference";

const MAX_CHARACTERS = 120;

/** A difference as one line of Markdown, with nothing in it that is or looks like a secret. */
export function differenceText(difference: Difference): string {
  const { path } = difference;
  if ("added" in difference) {
    const items = [
      ...difference.removed.map((item) => `removed ${valueText(path, item)}`),
      ...difference.added.map((item) => `added ${valueText(path, item)}`),
    ];
    return `${codeText(path)}: ${items.join(", ")}`;
  }
  return `${codeText(path)}: ${valueText(path, difference.before)} → ${valueText(path, difference.after)}`;
}

/** A value in a code span. The names in its path decide whether it is shown. */
function valueText(path: string, value: unknown): string {
  const name = nameAt(path);
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
