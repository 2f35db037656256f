import { readFileSync } from "node:fs";
import path from "node:path";
import { SAMPLE } from "../support/sample-environment";
import { stacksOf } from "../support/synthesized-stacks";
import { REPOSITORY } from "../support/temporary-folder";

/** The import blocks that the page prints: the address that each names. */
const page = readFileSync(path.join(REPOSITORY, "docs", "migration.md"), "utf8");
const addresses = [...page.matchAll(/^ *```json\n *(\{ "import": .*)\n *```$/gm)].flatMap(([, block = ""]) =>
  (JSON.parse(block) as { import: readonly { readonly to: string }[] }).import.map(({ to }) => to),
);

describe("the import blocks of docs/migration.md", () => {
  const stack = stacksOf(SAMPLE);

  it("are one for a secret and one for a database", () => expect(addresses).toHaveLength(2));

  it.each(addresses)("name a resource of the synthesized stacks: %s", (address) => {
    expect([...stack("app-secret").addresses(), ...stack("database").addresses()]).toContain(address);
  });

  it("name an instance whose identifier is the one that the page gives", () => {
    const identifier = stack("database").resource("aws_db_instance", "instance").identifier;
    expect([identifier, page.includes('"id": "<environment>-mysql"')]).toEqual(["sample-mysql", true]);
  });
});
