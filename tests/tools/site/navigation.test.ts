import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { DECISIONS_PAGE, decisionPages, NAVIGATION } from "../../../tools/site/navigation";
import { REPOSITORY } from "../../support/temporary-folder";

const pages = NAVIGATION.flatMap((group) => group.pages);

describe("the site's navigation", () => {
  it("names every page of docs once", () => {
    const docs = readdirSync(path.join(REPOSITORY, "docs")).filter((name) => name.endsWith(".md"));
    const named = pages.filter((page) => page.startsWith("docs/") && page !== DECISIONS_PAGE);
    expect([...named].sort()).toEqual(docs.map((name) => `docs/${name}`).sort());
  });

  it("names pages that exist", () => {
    const missing = pages.filter((page) => page !== DECISIONS_PAGE && !existsSync(path.join(REPOSITORY, page)));
    expect(missing).toEqual([]);
    expect(decisionPages(REPOSITORY).length).toBeGreaterThan(50);
  });
});

describe("the packages that build the site", () => {
  it("are named with exact versions", () => {
    const lines = readFileSync(path.join(REPOSITORY, "tools/site/requirements.txt"), "utf8").trim().split("\n");
    expect(lines.filter((line) => !/^[a-z][a-z0-9-]*==[\w.]+$/.test(line))).toEqual([]);
    expect([...lines].sort()).toEqual(lines);
  });
});
