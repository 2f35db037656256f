import { withSiteLinks } from "../../../tools/site/site-links";

describe("links of a page of the site", () => {
  const linked = (page: string, text: string): string => withSiteLinks(page, text).text;

  it("lead from the README to the page of decision records, and back to the first page", () => {
    expect(linked("README.md", "[decisions](docs/decisions/), [limits](docs/limits.md#sizes)")).toBe(
      "[decisions](docs/decisions/index.md), [limits](docs/limits.md#sizes)",
    );
    expect(linked("docs/local.md", "[start](../README.md#use-it)")).toBe("[start](../index.md#use-it)");
    expect(linked("docs/decisions/001-a.md", "[start](../../README.md)")).toBe("[start](../../index.md)");
  });

  it("lead to a page with the text of a source, which is named", () => {
    expect(withSiteLinks("docs/runbook.md", "[states](../ops/recovery/world-state.ts), [licence](../LICENSE)")).toEqual(
      {
        text: "[states](../ops/recovery/world-state.ts.md), [licence](../LICENSE.md)",
        sources: ["ops/recovery/world-state.ts", "LICENSE"],
      },
    );
  });

  it.each([
    "[page](https://example.com/a.ts) [here](#sizes) ![picture](pictures/a.svg)",
    "`[a](b.ts)` and ``[`a`](b.ts)``",
    "```md\n[a](b.ts)\n```",
  ])("stay as they are: %j", (text) => expect(withSiteLinks("docs/a.md", text)).toEqual({ text, sources: [] }));

  it("are rewritten behind a code span and after a block", () => {
    expect(linked("docs/a.md", "`x` [`y`](z.ts) `w`")).toBe("`x` [`y`](z.ts.md) `w`");
    expect(linked("docs/a.md", "```\n[a](b.ts)\n```\n[a](b.ts)")).toBe("```\n[a](b.ts)\n```\n[a](b.ts.md)");
  });
});
