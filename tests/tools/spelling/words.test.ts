import { readFileSync } from "node:fs";
import path from "node:path";
import { REPOSITORY } from "../../support/temporary-folder";

const folder = path.join(REPOSITORY, "tools", "spelling");
const words = readFileSync(path.join(folder, "words.txt"), "utf8").trimEnd().split("\n");

describe("the project's words", () => {
  it("are sorted, without regard to case, and stand once", () => {
    const sorted = [...new Set(words)].sort((one, other) => one.localeCompare(other, "en"));
    expect(words).toEqual(sorted);
  });
});

describe("the packages of the spell checker", () => {
  const lock = JSON.parse(readFileSync(path.join(folder, "package-lock.json"), "utf8"));

  it("are named with exact versions and no download address", () => {
    const { dependencies } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
    expect(lock.packages[""].dependencies).toEqual(dependencies);
    expect(dependencies.cspell).toMatch(/^\d+\.\d+\.\d+$/);
    expect(JSON.stringify(lock)).not.toContain('"resolved"');
  });
});
