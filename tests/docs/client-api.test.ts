import { readFileSync } from "node:fs";
import path from "node:path";
import * as client from "../../client/src";
import { exportedDeclarations } from "../../tools/client-api/declarations";
import { CLIENT_API_PAGE, clientApiPage } from "../../tools/client-api/page";

const page = readFileSync(CLIENT_API_PAGE, "utf8");
const declarations = exportedDeclarations(path.join(__dirname, "..", "..", "client", "src", "index.ts"));

describe("docs/client-api.md", () => {
  it("is what `npm run docs` writes now", () => {
    expect(page).toBe(clientApiPage(declarations));
  });

  it("has a section for everything that the package exports", () => {
    expect(declarations.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(client)));
    for (const { name } of declarations) expect(page).toContain(`\n### ${name}\n`);
  });

  it("lists the options with their meaning, and no internal member", () => {
    const options = declarations.find(({ name }) => name === "RotatingPoolSettings")?.members ?? [];
    expect(options.map(({ signature }) => signature.split("?")[0])).toEqual(
      expect.arrayContaining(["tunnel", "maxConnectionAgeMs", "drainMs"]),
    );
    expect(options.filter(({ text }) => text === "")).toEqual([]);
    expect(page).not.toContain("adopt(");
  });

  it("is refused where a function has no docstring", () => {
    const silent = {
      name: "open",
      kind: "function",
      signature: "function open(): void",
      text: "",
      members: [],
    } as const;
    expect(() => clientApiPage([silent])).toThrow("write a docstring for open");
  });
});
