import { readdirSync } from "node:fs";
import path from "node:path";
import { REWRITES } from "../../../../../local/aws/gateway/rewrites/table";
import { REPOSITORY } from "../../../../support/temporary-folder";

/** Not repairs themselves. */
const AROUND = new Set(["rewrite.ts", "table.ts"]);

test("every file of patches has its contract or its tests", () => {
  const patches = readdirSync(path.join(REPOSITORY, "local/aws/gateway/rewrites")).filter((name) => !AROUND.has(name));
  const tested = new Set(readdirSync(__dirname).map((name) => name.replace(/\.(contract|test)\.ts$/, ".ts")));
  expect(patches.length).toBeGreaterThan(0);
  expect(patches.filter((name) => !tested.has(name))).toEqual([]);
});

test("no repair is in the table twice", () => {
  expect(new Set(REWRITES).size).toBe(REWRITES.length);
});
