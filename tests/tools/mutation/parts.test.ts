import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { chosenFiles, filesOf, MUTATED, MUTATED_PARTS } from "../../../tools/mutation/parts";
import { REPOSITORY } from "../../support/temporary-folder";

describe("the parts of mutation testing", () => {
  it.each(MUTATED_PARTS)("%s has files, and tests that exist", (part) => {
    expect(filesOf(REPOSITORY, part).length).toBeGreaterThan(0);
    const missing = MUTATED[part].tests.filter(
      (test) => !existsSync(path.join(REPOSITORY, "tests", "rotation-fn", test)),
    );
    expect(missing).toEqual([]);
  });

  it("are chosen by name, path or glob", () => {
    const chosen = (...only: string[]) => chosenFiles(REPOSITORY, only);
    expect(chosen("password", "rotation-fn/event.ts")).toEqual(["rotation-fn/password.ts", "rotation-fn/event.ts"]);
    expect(chosen("rotation-fn/strategies/converge-*")).toEqual([
      "rotation-fn/strategies/converge-account.ts",
      "rotation-fn/strategies/converge-grants.ts",
      "rotation-fn/strategies/converge-pair.ts",
    ]);
    expect(chosen("rotation-fn/steps/")).toEqual(filesOf(REPOSITORY, "steps"));
    expect(chosen()).toHaveLength(MUTATED_PARTS.flatMap((part) => filesOf(REPOSITORY, part)).length);
  });

  it("refuse a name that no file has", () => {
    expect(() => chosenFiles(REPOSITORY, ["stepz"])).toThrow(
      "--only stepz names no measured file; allowed: password, secret-value",
    );
  });
});

describe("the packages of mutation testing", () => {
  it("are named with exact versions and no download address", () => {
    const folder = path.join(REPOSITORY, "tools", "mutation");
    const lock = JSON.parse(readFileSync(path.join(folder, "package-lock.json"), "utf8"));
    const { dependencies } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
    expect(lock.packages[""].dependencies).toEqual(dependencies);
    expect(Object.values<string>(dependencies).every((version) => /^\d+\.\d+\.\d+$/.test(version))).toBe(true);
    expect(JSON.stringify(lock)).not.toContain('"resolved"');
  });
});
