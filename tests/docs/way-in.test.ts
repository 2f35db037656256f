import { accessSync, constants, existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { PARTS } from "../../tools/check-all/parts";
import { REPOSITORY } from "../support/temporary-folder";

const read = (file: string): string => readFileSync(path.join(REPOSITORY, file), "utf8");
const exists = (file: string): boolean => existsSync(path.join(REPOSITORY, file));
const contributing = read("CONTRIBUTING.md");
const security = read("SECURITY.md");
const hook = read(".githooks/pre-push");
const scripts = Object.keys(JSON.parse(read("package.json")).scripts);
/** Files and folders of this repository that a text names. */
const paths = (text: string): readonly string[] =>
  [...text.matchAll(/\b(?:bench|docs|environments|local|rotation-fn|stacks|tests|tools)\/[\w./-]*\w/g)].map(
    ([name]) => name,
  );

describe.each([
  ["CONTRIBUTING.md", contributing],
  ["SECURITY.md", security],
  [".githooks/pre-push", hook],
  ["renovate.json", read("renovate.json")],
])("%s", (_, text) => {
  it("names files and folders that exist", () => {
    expect(paths(text).filter((name) => !exists(name))).toEqual([]);
  });

  it("links to pages that exist", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)(?:#[\w-]+)?\)/g)].map(([, link = ""]) => link);
    expect(links.filter((link) => !exists(link))).toEqual([]);
  });
});

describe("CONTRIBUTING.md", () => {
  const table = (heading: string): string => contributing.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";

  it("describes every folder with code or documents", () => {
    const folders = readdirSync(REPOSITORY, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map(({ name }) => name)
      .filter((name) => !["node_modules", "dist", "cdktf.out", "rehearsal", "coverage", "review"].includes(name));
    expect(folders.length).toBeGreaterThan(7);
    expect(folders.filter((name) => !table("Folders").includes(`| \`${name}/\` |`))).toEqual([]);
  });

  it("names tests that are in the file, in each command that has -t", () => {
    const named = [...contributing.matchAll(/(tests\/\S+\.test\.ts) -t '([^']+)'/g)];
    expect(named.length).toBeGreaterThan(1);
    for (const [, file = "", name = ""] of named) expect(read(file)).toContain(name);
  });

  it("lists every part of check:all among the checks", () => {
    const listed = [...table("Checks").matchAll(/^\| `npm (?:run )?([\w:]+)` \|/gm)].map(([, name = ""]) => name);
    expect(PARTS.map(({ name }) => name).filter((name) => !listed.includes(name))).toEqual([]);
    expect(listed.filter((name) => !scripts.includes(name))).toEqual([]);
  });

  it("quotes its examples from the code", () => {
    const examples = [
      ...contributing.matchAll(
        /^ {2}`([^`]+)`:\n\n {2}```ts\n([\s\S]*?)^ {2}```|in `([^`]+)`:\n\n {2}```ts\n([\s\S]*?)^ {2}```/gm,
      ),
    ];
    expect(examples).toHaveLength(2);
    const dedented = (text: string): string => text.replace(/^\s+/gm, "");
    for (const [, below = "", code = "", beside = "", other = ""] of examples) {
      expect(dedented(read(below || beside))).toContain(dedented(code || other));
    }
  });
});

describe(".githooks/pre-push", () => {
  it("can be executed, and runs npm scripts that exist", () => {
    accessSync(path.join(REPOSITORY, ".githooks/pre-push"), constants.X_OK);
    const named = [...hook.matchAll(/^npm run --silent ([\w:]+)$/gm)].map(([, name = ""]) => name);
    expect(named).toEqual(["typecheck", "lint"]);
    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
  });
});

describe("renovate.json", () => {
  it("pins exact versions and merges nothing by itself", () => {
    const configuration = JSON.parse(read("renovate.json"));
    expect(configuration).toMatchObject({ rangeStrategy: "pin", automerge: false });
    expect(JSON.stringify(configuration)).not.toContain('"automerge":true');
  });

  it("groups packages that this project has", () => {
    const { devDependencies, dependencies } = JSON.parse(read("package.json"));
    const rules: readonly { matchPackageNames?: readonly string[] }[] = JSON.parse(read("renovate.json")).packageRules;
    const named = rules.flatMap(({ matchPackageNames = [] }) => matchPackageNames);
    expect(named.filter((name) => !(name in { ...devDependencies, ...dependencies }))).toEqual([]);
  });
});
