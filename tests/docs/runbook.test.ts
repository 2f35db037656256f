import { readFileSync } from "node:fs";
import path from "node:path";
import { ERROR_CODES } from "../../rotation-fn/errors";

const runbook = readFileSync(path.join(__dirname, "..", "..", "docs", "runbook.md"), "utf8");
const rows = runbook.split("\n").filter((line) => /^\| `/.test(line));

describe("docs/runbook.md", () => {
  it.each(ERROR_CODES)("has a row for the error code %s", (code) => {
    expect(rows.filter((row) => (row.split("|")[1] ?? "").includes(`\`${code}\``))).toHaveLength(1);
  });

  it("has no row for a code that does not exist", () => {
    const named = rows.flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map((match) => match[1]));
    expect(named.sort()).toEqual([...ERROR_CODES].sort());
  });
});
