import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { checkSite } from "../../../tools/site/check-site";
import { temporaryFolder } from "../../support/temporary-folder";

describe("the check of a site", () => {
  const site = (files: Readonly<Record<string, string>>): string => {
    const folder = temporaryFolder();
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    return folder;
  };

  it("accepts links to files, to headings, and from a page to another host", () => {
    const page =
      '<a class="x" href="docs/a.html#one"><a href="#top"><img alt="" src="p.svg?v=1"><a href="https://example.com">';
    const files = { "index.html": `<i id="top"></i>${page}`, "docs/a.html": '<h2 id="one">', "p.svg": "" };
    expect(checkSite(site(files))).toEqual([]);
  });

  it("names a link to a file or a heading that does not exist, once", () => {
    const files = {
      "index.html": '<a href="b.html"><a href="b.html"><a href="docs/a.html#two"><a href="#top">',
      "docs/a.html": '<h2 id="one"><a href="../docs/">',
    };
    expect([...checkSite(site(files))].sort()).toEqual([
      "docs/a.html: ../docs/ does not exist",
      "index.html: #top: the page has no such heading",
      "index.html: b.html does not exist",
      "index.html: docs/a.html#two: the page has no such heading",
    ]);
  });

  it("names what a page loads from another host", () => {
    const files = {
      "index.html": '<script src="https://example.com/a.js"></script><link rel="x" href="//example.com/b.css">',
    };
    expect(checkSite(site(files))).toEqual([
      "index.html: <script> loads https://example.com/a.js; allowed: files of the site",
      "index.html: <link> loads //example.com/b.css; allowed: files of the site",
    ]);
  });
});
