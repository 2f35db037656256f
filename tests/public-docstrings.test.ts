import path from "node:path";
import { allSources } from "./source-rules/sources";
import { reExports, undocumentedExports } from "./source-rules/undocumented-exports";

const sources = allSources();
const undocumented = sources.flatMap(undocumentedExports);
/** What other code is written against: the function's ports, the environment's types, what makes the stacks. */
const PUBLIC = /^(rotation-fn\/ports\/.*|environments\/(schema|index)|stacks\/environment)\.ts$/;
/** Each of its names is a name of the package for applications. */
const CLIENT = "client/src/index.ts";

describe("public functions and types", () => {
  it("have a docstring", () => {
    expect(sources.filter(({ file }) => PUBLIC.test(file)).length).toBeGreaterThan(12);
    expect(undocumented.filter((found) => PUBLIC.test(found.split(": ")[0] ?? ""))).toEqual([]);
  });

  it("have a docstring in the package for applications, where they are declared", () => {
    const names = sources.filter(({ file }) => file === CLIENT).flatMap(reExports);
    expect(names.length).toBeGreaterThan(18);
    const declared = names.map(({ name, from }) => `${path.posix.dirname(CLIENT)}/${from}.ts: ${name}`);
    expect(declared.filter((name) => undocumented.includes(name))).toEqual([]);
  });
});

describe("undocumentedExports", () => {
  it("names functions, types and constants without a docstring above them", () => {
    const source = [
      "/** Adds. */",
      "export function add() {}",
      "export async function take() {}",
      "// no docstring",
      "export interface Sum {}",
      "const inner = 1;",
      "export const MAX = 2;",
    ].join("\n");
    expect(undocumentedExports({ file: "a.ts", source })).toEqual(["a.ts: take", "a.ts: Sum", "a.ts: MAX"]);
  });

  it("finds re-exported names of several lines", () => {
    const source = 'export type {\n  One,\n  Two,\n} from "./a";\nexport { b, type C } from "./b-c";';
    expect(reExports({ file: "index.ts", source })).toEqual([
      { name: "One", from: "a" },
      { name: "Two", from: "a" },
      { name: "b", from: "b-c" },
      { name: "C", from: "b-c" },
    ]);
  });
});
