import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { runInNewContext } from "node:vm";
import { parseEnvironment } from "../../environments";

const root = path.join(__dirname, "..", "..");
const readme = readFileSync(path.join(root, "README.md"), "utf8");

describe("README.md", () => {
  it("shows an environment file that is valid as printed, in at most 40 lines", () => {
    const [, code = ""] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
    expect(code.split("\n").length).toBeLessThanOrEqual(40);
    const [, type = "", source = "", rest = ""] =
      /^import type \{ (\w+) \} from "\.\/(\w+)";\n\n([\s\S]*)$/.exec(code) ?? [];
    expect(readFileSync(path.join(root, "environments", `${source}.ts`), "utf8")).toMatch(
      new RegExp(`export type.* ${type}\\b`),
    );
    const object = rest.replace(/^export const \w+: EnvironmentInput = /, "").replace(/;\s*$/, "");
    const environment = parseEnvironment("qa", JSON.parse(JSON.stringify(runInNewContext(`(${object})`))));
    expect(environment.appSecrets.map(({ strategy }) => strategy.value)).toEqual([
      "alternating-users",
      "admin-rotated",
    ]);
  });

  it("names npm scripts and files that exist", () => {
    const scripts = Object.keys(JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")).scripts);
    const named = [...readme.matchAll(/npm run (?:-s )?(\w+)/g)].map((match) => match[1]);
    expect(named.filter((name) => !scripts.includes(name ?? ""))).toEqual([]);
    const files = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => match[1] ?? "");
    expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });
});
