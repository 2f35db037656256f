import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const FOLDER = path.join(__dirname, "..", "..", "docs", "decisions");
const names = readdirSync(FOLDER)
  .filter((name) => name !== "template.md")
  .sort();
const records = names.map((name) => ({ name, text: readFileSync(path.join(FOLDER, name), "utf8") }));

/** The one vocabulary: `accepted`, with what it replaces or changes; `superseded by`, with the record that stands. */
const LINK = /\[(\d{3})\]\((\d{3})-[a-z0-9-]+\.md\)/.source;
const STATUS = new RegExp(`^(?:accepted(?:, (?:supersedes|amends|amended by) ${LINK})*|superseded by ${LINK})$`);
/** In this order. A short record's decision is its bold sentence alone. */
const SECTIONS = ["Context", "Decision", "Evidence", "Consequences"];
const REQUIRED = ["Context", "Consequences"];
const MAX_LINES = 60;

const statusOf = (text: string): string => /^Status: (.*)$/m.exec(text)?.[1] ?? "";

describe("docs/decisions", () => {
  it("holds records only, numbered from 001 without a gap", () => {
    expect(names.map((name) => name.slice(0, 3))).toEqual(names.map((_, index) => String(index + 1).padStart(3, "0")));
    expect(names.filter((name) => !/^\d{3}-[a-z0-9-]+\.md$/.test(name))).toEqual([]);
  });

  it.each(records)("$name has the form of template.md", ({ name, text }) => {
    const [title = "", blank, status = "", , decision = ""] = text.split("\n");
    expect(title).toMatch(new RegExp(`^# ${name.slice(0, 3)} \\S.*[^.]$`));
    expect(blank).toBe("");
    expect(status.replace(/^Status: /, "")).toMatch(STATUS);
    expect(decision).toMatch(/^\*\*/);
    const sections = [...text.matchAll(/^## (.*)$/gm)].map(([, heading = ""]) => heading);
    expect(sections).toEqual(SECTIONS.filter((heading) => sections.includes(heading)));
    expect(sections).toEqual(expect.arrayContaining(REQUIRED));
    expect(text.split("\n").length).toBeLessThanOrEqual(MAX_LINES + 1);
  });

  it.each(records)("$name links to records that exist, by their number", ({ text }) => {
    const links = [...text.matchAll(/\[(?:decision )?(\d{3})\]\(((\d{3})-[^)#]+)/g)];
    expect(links.filter(([, , target = ""]) => !names.includes(target)).map(([link]) => link)).toEqual([]);
    expect(links.filter(([, shown, , number]) => shown !== number).map(([link]) => link)).toEqual([]);
  });

  it("says of each superseded or amended record which one does it, and the other way round", () => {
    const relations = (verb: string): readonly string[] =>
      records.flatMap(({ name, text }) =>
        [...statusOf(text).matchAll(new RegExp(`${verb} \\[(\\d{3})\\]`, "g"))].map(([, other]) =>
          verb.endsWith("by") ? `${other} -> ${name.slice(0, 3)}` : `${name.slice(0, 3)} -> ${other}`,
        ),
      );
    expect(relations("superseded by")).toEqual(relations("supersedes"));
    expect(relations("amended by")).toEqual(relations("amends"));
  });
});
