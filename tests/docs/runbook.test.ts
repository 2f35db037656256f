import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { ERROR_CODES, type ErrorCode, RotationError } from "../../rotation-fn/errors";
import { humanHelp } from "../../rotation-fn/needs-human";

const docs = path.join(__dirname, "..", "..", "docs");
const runbook = readFileSync(path.join(docs, "runbook.md"), "utf8");
const headings = [...runbook.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) => title);
const sections = new Map(
  [...runbook.matchAll(/^### `(\w+)`\n(.*?)(?=^##)/gms)].map(([, code = "", text = ""]) => [code, text]),
);
/** What GitHub makes of a heading. */
const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

/** The function's line as the page prints it: the admin's client has a name of its own there. */
const asPrinted = (command: string): string =>
  command.replace('mysql --host="$DB_HOST" --port="$DB_PORT" --user="$ADMIN" --password', "as_admin");

describe("docs/runbook.md", () => {
  it("begins with what to do when applications cannot log in", () => {
    expect(headings[1]).toBe("Applications cannot log in now");
  });

  it.each(ERROR_CODES)("has one section for the error code %s", (code) => {
    expect(headings.filter((title) => title === `\`${code}\``)).toHaveLength(1);
  });

  it("has no section for a code that does not exist", () => {
    expect([...sections.keys()].sort()).toEqual([...ERROR_CODES].sort());
  });

  it.each(ERROR_CODES)(
    "prints the function's own command for %s, or says that it heals by itself",
    (code: ErrorCode) => {
      const error = new RotationError(code, { problem: "p", remedy: "r" });
      const help = humanHelp(error, { secretId: undefined, token: undefined });
      const expected = help === undefined ? "Heals by itself" : `\`\`\`sh\n${asPrinted(help.command)}\n\`\`\``;
      expect(sections.get(code)).toContain(expected);
    },
  );

  it("gives every variable of a printed command a value in its first block", () => {
    const [setUp = ""] = /## Set up your shell\n.*?```sh\n(.*?)```/s.exec(runbook)?.slice(1) ?? [];
    const used = [...runbook.matchAll(/"\$([A-Z_]+)/g)].map(([, name]) => name);
    expect(used.length).toBeGreaterThan(10);
    expect([...new Set(used)].filter((name) => !new RegExp(`\\b${name}=`).test(setUp))).toEqual([]);
  });

  it("prints the function's command for an error that no other code stands for, for when it repeats", () => {
    const error = new RotationError("database_refused", { problem: "p", remedy: "r" });
    const help = humanHelp(error, { secretId: undefined, token: undefined }, true);
    expect(sections.get("database_refused")).toContain(asPrinted(help?.command ?? "(none)"));
  });

  it("leads to headings and pages that exist", () => {
    const anchors = headings.map(anchorOf);
    const links = [...runbook.matchAll(/\]\((?!https:)([^)#]*)(?:#([^)]+))?\)/g)];
    expect(links.length).toBeGreaterThan(10);
    const broken = links.filter(([, page, anchor = ""]) =>
      page === "" ? !anchors.includes(anchor) : !existsSync(path.join(docs, page ?? "")),
    );
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});
