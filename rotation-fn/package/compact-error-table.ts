import { isDeepStrictEqual } from "node:util";
import { PackageError } from "./package-error";

/**
 * Source of a module that exports what the given one does, where that is a table of numbered names in both directions
 * (`exports.ER_X = 7; exports[7] = "ER_X";`): one text of lines and a loop instead of two statements for each of two thousand names. A
 * text, because V8 reads it in one go, which it cannot with an object.
 * Throws `trim_target_changed` unless the short form gives exactly the original's exports.
 */
export function compactErrorTable(originalFile: string): string {
  const original: Record<string, unknown> = { ...require(originalFile) };
  const names = Object.fromEntries(Object.entries(original).filter(([key]) => /^\d+$/.test(key)));
  const lines = Object.entries(names).map(([number, name]) => `${number} ${String(name)}`);
  const source = `
    for (const line of ${JSON.stringify(lines.join("\n"))}.split("\\n")) {
      const [number, name] = line.split(" ");
      exports[name] = Number(number);
      exports[number] = name;
    }`;
  const rebuilt: Record<string, unknown> = {};
  new Function("exports", source)(rebuilt);
  if (isDeepStrictEqual(rebuilt, original)) return source;
  throw new PackageError("trim_target_changed", {
    problem: "the table of MySQL error names can no longer be written in the short form",
    found: `${Object.keys(original).length} exports, of which ${Object.keys(rebuilt).length} come out of the short form`,
    allowed: "numbers that export a name, and each name exporting its number",
    remedy: "drop this entry of rotation-fn/package/trims.ts, or fit compact-error-table.ts to the new form",
  });
}
