import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { ALLOWED_TERRAFORM, isAllowedTerraform } from "../../../stacks/shared/terraform-version";
import { allSources } from "../../source-rules/sources";
import { REPOSITORY } from "../../support/temporary-folder";

const read = (file: string): string => readFileSync(path.join(REPOSITORY, file), "utf8");
const filesIn = (folder: string): readonly string[] =>
  readdirSync(path.join(REPOSITORY, folder)).map((name) => path.join(folder, name));
const matchesIn = (pattern: RegExp, texts: readonly string[]): readonly (string | undefined)[] =>
  texts.flatMap((text) => [...text.matchAll(pattern)].map(([, found]) => found));
const NAMED = /Terraform (\d+\.\d+ or later)/g;

test.each([
  ["1.9.8", false],
  ["1.10.0", true],
  ["Terraform v1.11.4", true],
  ["2.0.0", false],
  ["0.15.0", false],
  ["unknown", false],
])("Terraform %s: allowed is %s", (version, isAllowed) => {
  expect(isAllowedTerraform(version)).toBe(isAllowed);
});

it("is the version that every page names", () => {
  const pages = [...filesIn(""), ...filesIn("docs")].filter((file) => file.endsWith(".md"));
  const named = matchesIn(NAMED, pages.map(read));
  expect(named.length).toBeGreaterThanOrEqual(3);
  for (const name of named) expect(ALLOWED_TERRAFORM).toBe(`${name}, before 2`);
});

it("is written in no other source", () => {
  const sources = allSources().filter(({ file }) => !file.startsWith("tests/"));
  expect(
    matchesIn(
      NAMED,
      sources.map(({ source }) => source),
    ),
  ).toEqual([]);
});

it("allows the versions that the workflows and GitLab's jobs install", () => {
  const files = [...filesIn(".github/workflows"), ".gitlab-ci.yml"];
  const installed = matchesIn(/terraform_version: "(.+)"/gi, files.map(read));
  expect(installed.length).toBeGreaterThan(0);
  expect(installed.filter((version) => !isAllowedTerraform(version ?? ""))).toEqual([]);
});
