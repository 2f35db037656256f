import { isDeepStrictEqual } from "node:util";
import { PackageError } from "./package-error";

/**
 * Source of a module that exports what the given one does, where that is a table of numbered names in both directions
 * (`exports.ER_X = 7; exports[7] = "ER_X";`): one text instead of two statements for each of two thousand names, and taken apart when
 * a name is looked up. Most invocations meet no error.
 * Throws `trim_target_changed` unless the short form gives exactly the original's exports.
 */
export function compactErrorTable(originalFile: string): string {
  const original: Record<string, unknown> = { ...require(originalFile) };
  const names = Object.fromEntries(Object.entries(original).filter(([key]) => /^\d+$/.test(key)));
  // A number is written where it does not follow the one before it: most do, and numbers hardly compress.
  const lines = Object.entries(names).map(([number, name], index, all) =>
    Number(number) === Number(all[index - 1]?.[0]) + 1 ? String(name) : `${String(name)} ${number}`,
  );
  const source = `
    let table;
    const filled = () => {
      if (table === undefined) {
        table = {};
        let next = 0;
        for (const line of ${JSON.stringify(lines.join("\n"))}.split("\\n")) {
          const [name, number = next] = line.split(" ");
          table[name] = Number(number);
          table[number] = name;
          next = table[name] + 1;
        }
      }
      return table;
    };
    module.exports = new Proxy({}, {
      get: (_, key) => filled()[key],
      has: (_, key) => key in filled(),
      ownKeys: () => Reflect.ownKeys(filled()),
      getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(filled(), key),
    });`;
  const rebuilt: { exports: Record<string, unknown> } = { exports: {} };
  new Function("module", source)(rebuilt);
  if (isDeepStrictEqual({ ...rebuilt.exports }, original)) return source;
  throw new PackageError("trim_target_changed", {
    problem: "the table of MySQL error names can no longer be written in the short form",
    found: `${Object.keys(original).length} exports, of which ${Object.keys(rebuilt.exports).length} come out of the short form`,
    allowed: "numbers that export a name, and each name exporting its number",
    remedy: "drop this entry of rotation-fn/package/trims.ts, or fit compact-error-table.ts to the new form",
  });
}
