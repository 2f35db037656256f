import { readFileSync } from "node:fs";
import { COMMANDS } from "../../ops/commands";
import { OPERATIONS_PAGE, RUNBOOK_PAGE, withPart } from "../../tools/operations-pages/write";

describe("docs/operations.md and the codes in docs/runbook.md", () => {
  test.each([OPERATIONS_PAGE, RUNBOOK_PAGE])("$file is what `npm run docs` writes now", ({ file, text }) => {
    expect(readFileSync(file, "utf8")).toBe(text());
  });

  test("has a section for every command, with its command line", () => {
    const page = readFileSync(OPERATIONS_PAGE.file, "utf8");
    for (const { name } of COMMANDS)
      expect(page).toMatch(new RegExp(`^### ${name}\n\n\`\`\`sh\nnpm run ops -- ${name}`, "m"));
  });

  test("refuses a page that does not say where the generated part is", () => {
    expect(() => withPart("# A page", "codes", "text")).toThrow("no part between");
  });
});
