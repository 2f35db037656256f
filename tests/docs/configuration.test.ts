import { readFileSync } from "node:fs";
import path from "node:path";
import { environmentSchema } from "../../environments/schema";
import { readDocstrings } from "../../tools/configuration-reference/docstrings";
import { schemaKeys } from "../../tools/configuration-reference/schema-keys";
import { configurationPage, PAGE_FILE } from "../../tools/configuration-reference/write";

const keys = schemaKeys(environmentSchema, readDocstrings(path.join(__dirname, "..", "..", "environments")));

describe("docs/configuration.md", () => {
  test("is what `npm run docs` writes now", () => {
    expect(readFileSync(PAGE_FILE, "utf8")).toBe(configurationPage());
  });

  test("says of every key what it means: each has a docstring in environments/", () => {
    expect(keys.filter(({ meaning }) => meaning === undefined || meaning === "").map(({ path: key }) => key)).toEqual(
      [],
    );
  });

  test("says of every key what is allowed there", () => {
    expect(keys.filter(({ allowed }) => allowed === undefined).map(({ path: key }) => key)).toEqual([]);
  });
});
