/** A part of a report that can be shortened without breaking: items are whole lines, rows of a table, or groups of lines. */
export interface Section {
  /** A line of its own, `## …`; absent in the part that opens the report. */
  readonly title?: string;
  /** Lines before the items: an introduction, the head of a table. */
  readonly head: readonly string[];
  readonly items: readonly string[];
  /** Shown folded under this line. */
  readonly fold?: string;
  /** What an item is, for the line that says how many were left out: `resources`. */
  readonly what: string;
  /** Items stand in a table, and whatever follows needs an empty line. */
  readonly isTable?: boolean;
}

const RESERVE_CHARACTERS = 1_500;

/**
 * A report of at most `maxCharacters`: sections in their order, each as far as it fits, and where items are left out a line says how many
 * and where they are. Nothing is cut within an item, a table or a fold.
 */
export function fitted(sections: readonly Section[], footer: string, maxCharacters: number): string {
  let left = maxCharacters - footer.length - RESERVE_CHARACTERS;
  const written = sections.map((section) => {
    const frame = frameOf(section);
    left -= frame.before.length + frame.after.length;
    const kept: string[] = [];
    for (const item of section.items) {
      if (left < item.length + 1) break;
      kept.push(item);
      left -= item.length + 1;
    }
    const omitted = section.items.length - kept.length;
    const note =
      omitted === 0
        ? ""
        : `${section.isTable ? "\n" : ""}*${omitted} more ${section.what}: not shown for the limit of a comment, all are in the full report.*\n`;
    left -= note.length;
    return section.items.length > 0 && kept.length === 0 && left < 0
      ? ""
      : `${frame.before}${kept.map((item) => `${item}\n`).join("")}${note}${frame.after}`;
  });
  return `${written.filter((text) => text !== "").join("\n")}\n${footer}`;
}

function frameOf({ title, head, fold }: Section): { readonly before: string; readonly after: string } {
  const heading = title === undefined ? "" : `${title}\n\n`;
  const opening = fold === undefined ? "" : `<details><summary>${fold}</summary>\n\n`;
  const lines = head.map((line) => `${line}\n`).join("");
  return { before: `${heading}${opening}${lines}`, after: fold === undefined ? "" : "\n</details>\n" };
}
