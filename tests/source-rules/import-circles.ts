import path from "node:path";
import type { SourceFile } from "./import-arrows";
import { sourceReferences } from "./source-references";

/**
 * The circles among the files, imports of types included: each as its files in the order of their names. A circle means that none of its
 * files can be read, tested or moved without the others.
 */
export function importCircles(sources: readonly SourceFile[]): string[][] {
  const imports = new Map(sources.map(({ file, source }) => [file, importedFiles(file, source, sources)]));
  const reaches = new Map([...imports.keys()].map((file) => [file, reachableFrom(file, imports)]));
  const circles = [...imports.keys()]
    .map((file) => [...(reaches.get(file) ?? [])].filter((other) => reaches.get(other)?.has(file)).sort())
    .filter((circle) => circle.length > 1);
  return [...new Map(circles.map((circle) => [circle.join(), circle])).values()];
}

/** The files of the repository that a file imports. */
export function importedFiles(file: string, source: string, sources: readonly SourceFile[]): readonly string[] {
  const known = new Set(sources.map((each) => each.file));
  return sourceReferences(source).imports.flatMap(({ specifier }) => {
    if (specifier === undefined || !specifier.startsWith(".")) return [];
    const target = path.posix.join(path.posix.dirname(file), specifier);
    const found = [target, `${target}.ts`, `${target}.cjs`, `${target}/index.ts`].find((name) => known.has(name));
    return found === undefined ? [] : [found];
  });
}

/** The files that the imports of a file lead to, itself included only where a circle leads back to it. */
function reachableFrom(file: string, imports: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [...(imports.get(file) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(imports.get(next) ?? []));
  }
  return seen;
}
