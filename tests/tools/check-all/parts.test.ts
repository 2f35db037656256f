import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { PARTS } from "../../../tools/check-all/parts";
import { REPOSITORY } from "../../support/temporary-folder";

const textOf = (file: string): string => readFileSync(path.join(REPOSITORY, file), "utf8");
const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };

describe("everything that decides", () => {
  test.each(PARTS.map(({ name, npm }) => [name, npm.find((word) => word !== "run" && !word.startsWith("-")) ?? ""]))(
    "has for %s a script in package.json: %s",
    (_, script) => expect(Object.keys(scripts)).toContain(script),
  );

  // jest's options that take a list take whatever follows, paths too: then all tests run instead of one.
  test.each([
    ["test", "tests/tools/check-all/parts.test.ts"],
    ["test:slow", "tests/rotation-fn/package.slow.test.ts"],
    ["sweep", "tests/rotation-fn/actions/provision-interleavings.sweep.test.ts"],
  ])("runs one file where %s is given one", (script, file) => {
    const [, ...words] = (scripts[script] ?? "").replaceAll("'", "").split(" ");
    const args = [path.join(REPOSITORY, "node_modules/jest/bin/jest.js"), ...words, file, "--listTests"];
    const { stdout } = spawnSync(process.execPath, args, { cwd: REPOSITORY, encoding: "utf8" });
    const listed = stdout
      .trim()
      .split("\n")
      .filter((line) => path.isAbsolute(line));
    expect([...new Set(listed)]).toEqual([path.join(REPOSITORY, file)]);
  });

  test("holds every step of `npm run check`", () => {
    const steps = scripts.check?.split(" && ").map((step) => step.replace(/^npm (run )?/, ""));
    expect(PARTS.map(({ name }) => name)).toEqual(expect.arrayContaining(steps ?? ["no script check"]));
  });

  test("is the same list for CI's script and the workflow, and no part of it runs beside it", () => {
    expect(textOf(".ci/run")).toMatch(/^exec npm run --silent check:all$/m);
    const [, job = ""] = /^ {2}check:\n([\s\S]*?)^ {2}\w+:\n/m.exec(textOf(".github/workflows/ci.yml")) ?? [];
    expect(job.match(/run: .*/g)).toEqual(["run: npm ci", "run: npm run check:all"]);
  });
});
