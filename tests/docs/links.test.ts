import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { REPOSITORY } from "../support/temporary-folder";

const PAGES = [
  ...["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "client/README.md", "client/examples/README.md"],
  ...readdirSync(path.join(REPOSITORY, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && !name.endsWith("template.md"))
    .map((name) => path.join("docs", name)),
];

interface Link {
  readonly to: string;
  readonly anchor: string | undefined;
}

/** What stands in blocks and code spans is no link and no heading. */
const prose = (page: string): string => page.replace(/^ *```[\s\S]*?^ *```/gm, "");

/** Links and pictures to this repository. */
function linksIn(page: string): readonly Link[] {
  const text = prose(page).replace(/`[^`\n]+`(?!\])/g, "");
  return [...text.matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].map(([, to = "", anchor]) => ({
    to,
    anchor,
  }));
}

/** What GitHub makes of the headings of a page; the second one of a text gets a number. */
function anchorsIn(page: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  return new Set(
    [...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) => {
      const anchor = title
        .replace(/\]\([^)]*\)/g, "]")
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-");
      const times = seen.get(anchor) ?? 0;
      seen.set(anchor, times + 1);
      return times === 0 ? anchor : `${anchor}-${times}`;
    }),
  );
}

/** What is wrong with a link of the page `from`. */
function problemOf(from: string, { to, anchor }: Link): string | undefined {
  const target = to === "" ? from : path.join(path.dirname(from), decodeURI(to));
  const full = path.join(REPOSITORY, target);
  if (!existsSync(full)) return `${from}: ${to} does not exist`;
  if (anchor === undefined || !target.endsWith(".md")) return undefined;
  return anchorsIn(readFileSync(full, "utf8")).has(anchor) ? undefined : `${from}: ${target} has no heading #${anchor}`;
}

describe("links", () => {
  it.each(PAGES)("of %s lead to files and headings that exist", (page) => {
    const links = linksIn(readFileSync(path.join(REPOSITORY, page), "utf8"));
    expect(links.map((link) => problemOf(page, link)).filter((problem) => problem !== undefined)).toEqual([]);
  });

  it("are found outside of code only, and a wrong one is named", () => {
    const links = linksIn(
      "[a](limits.md#sizes) `[b](c.md)` [`x`](runbook.md)\n```sh\n[d](e.md)\n```\n![p](pictures/no.svg)",
    );
    expect(links.map(({ to }) => to)).toEqual(["limits.md", "runbook.md", "pictures/no.svg"]);
    expect(links.map((link) => problemOf("docs/a.md", link))).toEqual([
      undefined,
      undefined,
      "docs/a.md: pictures/no.svg does not exist",
    ]);
    expect(problemOf("docs/a.md", { to: "limits.md", anchor: "size" })).toBe(
      "docs/a.md: docs/limits.md has no heading #size",
    );
  });
});
