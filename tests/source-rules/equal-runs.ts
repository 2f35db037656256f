import type { SourceFile } from "./import-arrows";

/** So many equal lines in a row, blank lines and imports aside, are one thing that was written twice. */
export const MAX_EQUAL_LINES = 11;

interface Line {
  readonly file: string;
  readonly number: number;
  readonly text: string;
}

/** The places at which a run of more than {@link MAX_EQUAL_LINES} equal lines stands, one message for each pair of places. */
export function equalRuns(sources: readonly SourceFile[]): string[] {
  const size = MAX_EQUAL_LINES + 1;
  const seen = new Map<string, readonly Line[]>();
  const found: string[] = [];
  /** Where the last run that was found has its further lines: they are the same finding. */
  const within = new Set<string>();
  for (const source of sources) {
    const lines = comparedLines(source);
    for (let start = 0; start + size <= lines.length; start += 1) {
      const run = lines.slice(start, start + size);
      const key = run.map(({ text }) => text).join("\n");
      const first = seen.get(key);
      if (first === undefined) seen.set(key, run);
      else {
        const [one, other] = [first[0], run[0]].map((line) => `${line?.file}:${line?.number}`);
        if (!within.has(`${one} ${other}`)) found.push(`${one} and ${other} hold ${size} or more equal lines`);
        within.add(`${first[1]?.file}:${first[1]?.number} ${run[1]?.file}:${run[1]?.number}`);
      }
    }
  }
  return found;
}

/** The lines that count, trimmed: blank ones and imports, of several lines too, are left out. */
function comparedLines({ file, source }: SourceFile): readonly Line[] {
  let isInImport = false;
  return source.split("\n").flatMap((whole, index) => {
    const text = whole.trim();
    const isImport = isInImport || /^(import\b|export\b.* from )/.test(text);
    isInImport = isImport && !text.endsWith(";");
    return text === "" || isImport ? [] : [{ file, number: index + 1, text }];
  });
}
