import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { bundle } from "../../../rotation-fn/package/bundle";
import { thirdPartyNotices } from "../../../rotation-fn/package/third-party-notices";
import { temporaryFolder } from "../../support/temporary-folder";

interface Made {
  readonly license?: string;
  readonly text?: string;
}

/** Bundles an entry that uses the given made-up packages, of which "unused" is imported and never used. */
async function noticesFor(packages: Readonly<Record<string, Made>>): Promise<string> {
  const root = temporaryFolder();
  for (const [name, { license, text }] of Object.entries(packages)) {
    const folder = path.join(root, "node_modules", name);
    mkdirSync(folder, { recursive: true });
    const manifest = { name, version: "1.2.3", module: "index.mjs", sideEffects: false, license };
    writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest));
    writeFileSync(path.join(folder, "index.mjs"), `export const value = () => ${JSON.stringify(name)};`);
    if (text !== undefined) writeFileSync(path.join(folder, "LICENSE"), text);
  }
  const names = Object.keys(packages);
  const imports = names.map((name, index) => `import { value as v${index} } from "${name}";`);
  const uses = names.flatMap((name, index) => (name === "unused" ? [] : [`v${index}`]));
  writeFileSync(path.join(root, "entry.ts"), `${imports.join("\n")}\nexport const handler = [${uses.join(", ")}];`);
  const { metafile } = await bundle({ root, entry: "entry.ts", trims: [] });
  return await thirdPartyNotices(root, metafile);
}

describe("the third-party notices", () => {
  test("name every package in the bundle with version, licence and text, equal texts once", async () => {
    const notices = await noticesFor({
      zeta: { license: "MIT", text: "Text of MIT\r\n" },
      "@scope/alpha": { license: "MIT", text: "Text of MIT\n" },
      beta: { license: "ISC", text: "Text of ISC" },
    });
    expect(notices).toContain("@scope/alpha 1.2.3 (MIT)\nzeta 1.2.3 (MIT)\n\nText of MIT\n");
    expect(notices).toContain("beta 1.2.3 (ISC)\n\nText of ISC\n");
    expect(notices.match(/Text of MIT/g)).toHaveLength(1);
  });

  test("leave out a package of which nothing is in the bundle", async () => {
    expect(await noticesFor({ used: { license: "MIT" }, unused: { license: "MIT" } })).not.toContain("unused");
  });

  test.each([
    ["a licence that is not on the list", "GPL-3.0-only", "found: GPL-3.0-only"],
    ["no licence", undefined, "found: no licence in its package.json"],
  ])("refuse %s", async (_name, license, found) => {
    await expect(noticesFor({ thing: license === undefined ? {} : { license } })).rejects.toMatchObject({
      code: "licence_not_allowed",
      message: expect.stringContaining(found),
    });
  });
});
