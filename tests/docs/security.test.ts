import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { REPOSITORY } from "../support/temporary-folder";

const page = readFileSync(path.join(REPOSITORY, "docs", "security.md"), "utf8");
/** The rows of each actor's table: what is tried, what stops it, the tests. */
const rows = page.split("\n").filter((line) => /^\| (?!it tries|they try|---)/.test(line));
const testsOf = (text: string): readonly string[] =>
  [...text.matchAll(/`(tests\/[^`]+)`/g)].map(([, name = ""]) => name);

describe("docs/security.md", () => {
  it.each([
    "Application",
    "Operator",
    "Deployer",
    "Another account",
    "Stolen credentials of the function's role",
    "Somebody in the VPC",
    "A malicious secret value",
    "A malicious database answer",
  ])("says what stops this actor: %s", (actor) => {
    const [, section = ""] = page.split(`\n## ${actor}\n`);
    expect(section.split("\n## ")[0]).toMatch(/^\| (?:it tries|they try) to \| what stops (?:it|them) \| test \|$/m);
  });

  it("names the test that holds each row", () => {
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.filter((row) => testsOf(row.split("|")[3] ?? "").length === 0)).toEqual([]);
  });

  it("names tests that exist", () => {
    expect(
      testsOf(page).filter((name) => !/\.test\.ts$/.test(name) || !existsSync(path.join(REPOSITORY, name))),
    ).toEqual([]);
  });
});
