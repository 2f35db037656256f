import { textTable } from "../../local/terminal/text-table";

/** Of Stryker's report: https://github.com/stryker-mutator/mutation-testing-elements/tree/master/packages/report-schema */
export interface MutationReport {
  readonly files: Readonly<Record<string, MutatedFile>>;
}

interface MutatedFile {
  readonly source: string;
  readonly mutants: readonly Mutant[];
}

interface Mutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: string;
  readonly location: Range;
}

interface Range {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

/** What became of the mutants of one file or of several. */
export interface Counts {
  /** Those that count: without the ones that a comment beside the code explains. */
  readonly mutants: number;
  /** A test failed, or did not end. */
  readonly killed: number;
  /** Every test passed, or none ran the code. */
  readonly survived: number;
  /** Of those that survived: no comment above the line says why no test can notice. */
  readonly unexplained: number;
  /** A comment of Stryker leaves them out, with the reason. */
  readonly leftOut: number;
}

/** Begins the reason why no test notices a mutant of the line below. Unlike a comment of Stryker, it leaves the line's other mutants in. */
const REASON = "// A mutant survives: ";

const KILLED: readonly string[] = ["Killed", "Timeout", "RuntimeError", "CompileError"];

/** What became of the mutants of these files together. */
export function countsOf(report: MutationReport, files: readonly string[]): Counts {
  const all = files.flatMap((file) => report.files[file]?.mutants ?? []);
  const leftOut = all.filter(({ status }) => status === "Ignored").length;
  const killed = all.filter(({ status }) => KILLED.includes(status)).length;
  const mutants = all.length - leftOut;
  const unexplained = files.flatMap((file) => survivorsOf(report, file)).filter((one) => !one.isExplained).length;
  return { mutants, killed, survived: mutants - killed, unexplained, leftOut };
}

interface Survivor extends Mutant {
  readonly source: string;
  readonly isExplained: boolean;
}

function survivorsOf({ files }: MutationReport, file: string): readonly Survivor[] {
  const { source = "", mutants = [] } = files[file] ?? {};
  const lines = source.split("\n");
  return mutants
    .filter(({ status }) => status === "Survived" || status === "NoCoverage")
    .map((mutant) => ({ ...mutant, source, isExplained: hasReason(lines, mutant.location.start.line) }));
}

/** Whether one of the comments right above a line, which is counted from 1, is a reason. */
function hasReason(lines: readonly string[], line: number): boolean {
  for (let above = line - 2; ; above--) {
    const text = lines[above]?.trim() ?? "";
    if (!text.startsWith("//")) return false;
    if (text.startsWith(REASON)) return true;
  }
}

/** Killed of all mutants that count, in percent, rounded down to a tenth: 94.96 is not 95. */
export function scoreOf({ mutants, killed }: Pick<Counts, "mutants" | "killed">): number {
  return mutants === 0 ? 100 : Math.floor((1_000 * killed) / mutants) / 10;
}

/** One row a file, and one for all. */
export function reportTable(report: MutationReport, files: readonly string[]): string {
  const titles = ["mutants", "killed", "survived", "unexplained", "left out", "score"];
  return textTable(
    [{ title: "file", align: "left" }, ...titles.map((title) => ({ title, align: "right" as const }))],
    [...files.map((file) => row(file, countsOf(report, [file]))), row("all", countsOf(report, files))],
  );
}

function row(name: string, counts: Counts): readonly string[] {
  const { mutants, killed, survived, unexplained, leftOut } = counts;
  return [name, ...[mutants, killed, survived, unexplained, leftOut].map(String), `${scoreOf(counts).toFixed(1)} %`];
}

/** Each mutant that no test noticed: where it is, what it changes, and whether a comment says why. */
export function survivorLines(report: MutationReport, files: readonly string[]): readonly string[] {
  return files.flatMap((file) =>
    survivorsOf(report, file).map(({ source, location, replacement = "", status, isExplained }) => {
      const untested = status === "NoCoverage" ? " (no test runs it)" : "";
      const explained = isExplained ? " (explained there)" : "";
      return `${file}:${location.start.line}: ${shortened(textAt(source, location))} -> ${shortened(replacement)}${untested}${explained}`;
    }),
  );
}

function textAt(source: string, { start, end }: Range): string {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  const whole = lines.join("\n");
  const after = (lines.at(-1)?.length ?? 0) - (end.column - 1);
  return whole.slice(start.column - 1, whole.length - after);
}

const SHOWN_CHARACTERS = 110;

function shortened(code: string): string {
  const line = code.replace(/\s+/g, " ").trim();
  return line.length <= SHOWN_CHARACTERS ? line : `${line.slice(0, SHOWN_CHARACTERS)}…`;
}
