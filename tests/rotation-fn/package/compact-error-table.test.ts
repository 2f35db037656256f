import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { bundle } from "../../../rotation-fn/package/bundle";
import { compactErrorTable } from "../../../rotation-fn/package/compact-error-table";
import { REPOSITORY, temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();
const DRIVERS_TABLE = path.join(REPOSITORY, "node_modules", "mysql2", "lib", "constants", "errors.js");

function exportsOf(source: string): Record<string, unknown> {
  const module = { exports: {} };
  new Function("module", source)(module);
  return module.exports;
}

function moduleFile(name: string, source: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, source);
  return file;
}

describe("the short form of the driver's error table", () => {
  test("exports what the original exports, in less than half the size", () => {
    const source = compactErrorTable(DRIVERS_TABLE);
    expect({ ...exportsOf(source) }).toEqual({ ...jest.requireActual(DRIVERS_TABLE) });
    const table = exportsOf(source);
    expect([table.ER_ACCESS_DENIED_ERROR, table[1045], table[999_999]]).toEqual([
      1045,
      "ER_ACCESS_DENIED_ERROR",
      undefined,
    ]);
    expect(["ER_ACCESS_DENIED_ERROR" in table, "ER_NO_SUCH_NAME" in table]).toEqual([true, false]);
    expect(source.length).toBeLessThan(65_000);
  });

  test.each([
    ["a name without its number", 'exports.ER_A = 1; exports[1] = "ER_A"; exports.ER_B = 2;'],
    ["a number that exports another name", 'exports.ER_A = 1; exports[1] = "ER_B";'],
    ["something that is no table", "exports.nameOf = () => 7;"],
  ])("refuses %s", (name, source) => {
    const refusal = expect.objectContaining({ code: "trim_target_changed" });
    expect(() => compactErrorTable(moduleFile(`${name}.js`, source))).toThrow(refusal);
  });

  test("its refusal stops the build as it is", async () => {
    mkdirSync(path.join(folder, "node_modules", "driver"), { recursive: true });
    moduleFile("entry.js", 'exports.handler = require("driver");');
    moduleFile("node_modules/driver/index.js", 'module.exports = require("./table.js");');
    moduleFile("node_modules/driver/table.js", "exports.nameOf = () => 7;");
    const trim = { specifier: "./table.js", importedBy: "driver", standIn: { derive: compactErrorTable }, removes: [] };
    await expect(bundle({ root: folder, entry: "entry.js", trims: [trim] })).rejects.toMatchObject({
      code: "trim_target_changed",
    });
  });
});
