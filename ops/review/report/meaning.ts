import type { Finding, Severity } from "../findings/finding";
import type { Section } from "./section";

const MARKS: Readonly<Record<Severity, string>> = { danger: "🔴", attention: "🟡", note: "⚪" };

/** More findings of one kind than this are written as one. */
const MAX_SAME = 5;

/** What the change means here, in words, the most serious first. */
export function meaning(findings: readonly Finding[]): readonly Section[] {
  if (findings.length === 0) return [];
  const codes = [...new Set(findings.map(({ code }) => code))];
  const items = codes.flatMap((code) => {
    const same = findings.filter((finding) => finding.code === code);
    const shown = same.length > MAX_SAME ? same.slice(0, MAX_SAME - 1) : same;
    const more = same.length - shown.length;
    const rest =
      more === 0
        ? []
        : [
            `- ${MARKS[same[0]?.severity ?? "note"]} … and the same for ${more} more: ${subjects(same.slice(shown.length))}`,
          ];
    return [...shown.map(({ severity, text }) => `- ${MARKS[severity]} ${text}`), ...rest];
  });
  return [{ title: "## What this means", head: [], items, what: "findings" }];
}

function subjects(findings: readonly Finding[]): string {
  const MAX_NAMES = 10;
  const addresses = findings.flatMap(({ resources }) => resources.map((resource) => `\`${resource.split(": ")[1]}\``));
  // Several findings about one resource differ in what they say of it.
  const names = new Set(addresses).size < addresses.length ? findings.map(({ headline }) => headline) : addresses;
  return names.length <= MAX_NAMES ? names.join(", ") : `${names.slice(0, MAX_NAMES).join(", ")}, …`;
}
