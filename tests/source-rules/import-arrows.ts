import path from "node:path";
import { AREAS, type Area, FUNCTION_FOLDER, LINE_LIMIT, MAIN_LINE_LIMIT, RESERVED_PACKAGES } from "./arrow-rules";
import { type ImportLine, sourceReferences } from "./source-references";

export interface SourceFile {
  /** From the repository root, with forward slashes. */
  readonly file: string;
  readonly source: string;
}

/** Checks the sources against the arrows and rules of the layout. Returns one message for each break: file, line, what, allowed. */
export function brokenArrows(sources: readonly SourceFile[]): string[] {
  const read = sources.map((source) => ({ ...source, ...sourceReferences(source.source) }));
  return [
    ...read.flatMap(({ file, imports }) => imports.flatMap((line) => brokenImport(file, line))),
    ...read.flatMap(({ file, environmentLines }) => environmentReads(file, environmentLines)),
    ...secondAdapters(read),
    ...sources.flatMap(tooLong),
  ];
}

function brokenImport(file: string, line: ImportLine): string[] {
  const from = areaOf(file);
  const at = `${file}:${line.line}`;
  if (from === undefined) {
    return [
      `${at}: the file belongs to no area of the layout; allowed: the files and folders in tests/source-rules/arrow-rules.ts`,
    ];
  }
  if (line.specifier === undefined) return computedName(at, from);
  return line.specifier.startsWith(".")
    ? brokenArrow(at, file, from, line, line.specifier)
    : brokenPackage(at, from, line.specifier);
}

function brokenArrow(at: string, file: string, from: Area, line: ImportLine, specifier: string): string[] {
  const target = path.posix.join(path.posix.dirname(file), specifier);
  const to = areaOf(target);
  const says = `${at}: imports "${specifier}"`;
  if (to === undefined) return [`${says}, which belongs to no area of the layout; allowed: ${allowedFrom(from)}`];
  if (to === from || from.mayImport.includes(to.name)) return [];
  if (from.mayImport.includes("anything")) return [];
  if (from.mayImport.includes("anything but tests") && to.name !== "tests") return [];
  if (from.mayImport.includes("anything but tests and local") && to.name !== "tests" && !/^local(\/|$)/.test(to.name)) {
    return [];
  }
  if (from.mayImport.includes(`${to.name} (types)`)) {
    return line.typesOnly
      ? []
      : [`${says}, a value, and ${from.name} -> ${to.name} is for types; allowed: import type`];
  }
  return [`${says}, and there is no arrow ${from.name} -> ${to.name}; allowed: ${allowedFrom(from)}`];
}

function brokenPackage(at: string, from: Area, specifier: string): string[] {
  if (/^@cdktf\/provider-aws(\/lib)?(\/index)?$/.test(specifier)) {
    return [`${at}: imports all of "${specifier}", which costs seconds; allowed: @cdktf/provider-aws/lib/<resource>`];
  }
  return RESERVED_PACKAGES.filter(({ pattern, areas }) => pattern.test(specifier) && !areas.includes(roomOf(from))).map(
    ({ calledWhat, areas }) =>
      `${at}: ${from.name} imports ${calledWhat} ("${specifier}"); allowed: only ${areas.join(", ")}`,
  );
}

/** A computed name hides an arrow. Who may import anything has nothing to hide; the package loads what it replaces. */
function computedName(at: string, from: Area): string[] {
  const free =
    from.name === "package" || roomOf(from) === "local" || from.mayImport.some((name) => name.startsWith("anything"));
  return free ? [] : [`${at}: imports a computed name, whose arrow cannot be checked; allowed: a literal`];
}

function environmentReads(file: string, lines: readonly number[]): string[] {
  if (!file.startsWith(FUNCTION_FOLDER) || file === `${FUNCTION_FOLDER}index.ts`) return [];
  return lines.map(
    (line) => `${file}:${line}: reads process.env; allowed: only rotation-fn/index.ts, which passes settings on`,
  );
}

interface ReadFile {
  readonly file: string;
  readonly imports: readonly ImportLine[];
}

function secondAdapters(read: readonly ReadFile[]): string[] {
  return RESERVED_PACKAGES.flatMap(({ pattern, calledWhat }) => {
    const importers = read
      .filter(({ file }) => areaOf(file)?.name === "adapters")
      .flatMap(({ file, imports }) =>
        imports.filter(({ specifier }) => pattern.test(specifier ?? "")).map(({ line }) => ({ file, line })),
      );
    const [first] = importers;
    return importers
      .filter(({ file }) => file !== first?.file)
      .map(
        ({ file, line }) =>
          `${file}:${line}: a second adapter imports ${calledWhat}; allowed: one, here ${first?.file}`,
      );
  });
}

function tooLong({ file, source }: SourceFile): string[] {
  if (!file.endsWith(".ts")) return [];
  const lines = source.split("\n").length - (source.endsWith("\n") ? 1 : 0);
  const limit = file === "main.ts" ? MAIN_LINE_LIMIT : LINE_LIMIT;
  return lines > limit ? [`${file}:${lines}: the file has ${lines} lines; allowed: at most ${limit}`] : [];
}

/** The top folder that an area belongs to. */
function roomOf({ name }: Area): string {
  return name.split("/")[0] ?? name;
}

function areaOf(file: string): Area | undefined {
  const name = file.replace(/\.[cm]?[jt]s$/, "");
  return AREAS.find(({ files }) =>
    files.some((each) => (each.endsWith("/") ? `${name}/`.startsWith(each) : name === each)),
  );
}

function allowedFrom({ name, mayImport }: Area): string {
  return `${name} -> ${[name, ...mayImport].join(", ")}`;
}
