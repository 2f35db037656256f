import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { bundle } from "../../../rotation-fn/package/bundle";
import type { Trim } from "../../../rotation-fn/package/trims";
import { temporaryFolder } from "../../support/temporary-folder";

/** A made-up dependency tree: the entry uses `driver`, and that uses `tables`. */
function project(files: Readonly<Record<string, string>> = {}): string {
  const root = temporaryFolder();
  const all = {
    "entry.ts": 'import { read } from "driver"; export const handler = read;',
    "node_modules/driver/index.js": 'const tables = require("tables"); exports.read = () => tables.name;',
    "node_modules/tables/index.js": 'exports.name = "the original";',
    ...files,
  };
  for (const [name, contents] of Object.entries(all)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), contents);
  }
  return root;
}

const trim: Trim = {
  specifier: "tables",
  importedBy: "driver",
  standIn: { code: 'exports.name = "the stand-in";' },
  removes: ["tables"],
};

async function resultOf(root: string, trims: readonly Trim[]): Promise<string> {
  const { code } = await bundle({ root, entry: "entry.ts", trims });
  const module: { exports: { handler?: () => string } } = { exports: {} };
  new Function("module", "exports", Buffer.from(code).toString())(module, module.exports);
  return module.exports.handler?.() ?? "no handler";
}

describe("trimming a dependency", () => {
  test("puts the stand-in in the place of the original", async () => {
    const root = project();
    expect(await resultOf(root, [])).toBe("the original");
    expect(await resultOf(root, [trim])).toBe("the stand-in");
  });

  test("looks up what the stand-in imports where the original would have", async () => {
    const root = project({
      "node_modules/tables/node_modules/inner/index.js": 'exports.name = "the inner one";',
    });
    const code = 'exports.name = require("inner").name;';
    expect(await resultOf(root, [{ ...trim, standIn: { code } }])).toBe("the inner one");
  });

  test("fails when the module is no longer imported, so that an upgrade cannot undo it unnoticed", async () => {
    const root = project({ "node_modules/driver/index.js": 'exports.read = () => "on its own";' });
    await expect(bundle({ root, entry: "entry.ts", trims: [trim] })).rejects.toMatchObject({
      code: "trim_target_missing",
      message: expect.stringContaining('leave out "tables", but driver no longer imports it; what to do: '),
    });
  });

  test("fails when the module moved to a path that the trim does not know", async () => {
    const root = project({
      "node_modules/driver/index.js": 'exports.read = () => require("tables/index.js").name;',
    });
    await expect(bundle({ root, entry: "entry.ts", trims: [trim] })).rejects.toMatchObject({
      code: "trim_target_missing",
    });
  });

  test("fails when what it removes comes in by another way", async () => {
    const root = project({
      "entry.ts": 'import { read } from "driver"; import "tables/index.js"; export const handler = read;',
    });
    await expect(bundle({ root, entry: "entry.ts", trims: [trim] })).rejects.toMatchObject({
      code: "trim_bypassed",
      message: expect.stringContaining("found: tables; what to do: "),
    });
  });

  test("leaves the same import of another package alone", async () => {
    const root = project({
      "entry.ts":
        'import { read } from "driver"; import { name } from "other"; export const handler = () => read() + ", " + name;',
      "node_modules/other/index.js": 'exports.name = require("tables").name;',
    });
    expect(await resultOf(root, [{ ...trim, removes: [] }])).toBe("the stand-in, the original");
  });

  test("a source that does not build is refused with its place", async () => {
    const root = project({ "entry.ts": 'import "nowhere";' });
    await expect(bundle({ root, entry: "entry.ts", trims: [] })).rejects.toMatchObject({
      code: "bundle_failed",
      message: expect.stringContaining('entry.ts:1:7: Could not resolve "nowhere"'),
    });
  });
});
