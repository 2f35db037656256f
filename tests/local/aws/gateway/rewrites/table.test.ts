import { readdirSync } from "node:fs";
import path from "node:path";
import { REWRITES } from "../../../../../local/aws/gateway/rewrites/table";
import { REPOSITORY } from "../../../../support/temporary-folder";

/** Not repairs themselves. */
const AROUND = new Set(["memory-file.ts", "rewrite.ts", "table.ts"]);

test("every file of patches has a file of contract tests", () => {
  const patches = readdirSync(path.join(REPOSITORY, "local/aws/gateway/rewrites")).filter((name) => !AROUND.has(name));
  const tests = new Set(readdirSync(__dirname));
  expect(patches.length).toBeGreaterThan(0);
  expect(patches.map((name) => name.replace(".ts", ".test.ts")).filter((name) => !tests.has(name))).toEqual([]);
});

test("no repair is in the table twice", () => {
  expect(new Set(REWRITES).size).toBe(REWRITES.length);
});
