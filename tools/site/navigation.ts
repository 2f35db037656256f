import { readdirSync } from "node:fs";
import path from "node:path";

/** A group of the site's navigation. Pages are paths in the repository. */
export interface NavigationGroup {
  readonly caption: string;
  readonly pages: readonly string[];
}

/** The page of decision records, which the site adds: `docs/decisions/` is a folder in the repository. */
export const DECISIONS_PAGE = "docs/decisions/index.md";

const docs = (...names: readonly string[]): readonly string[] => names.map((name) => `docs/${name}.md`);

/** In the order in which a reader needs them. Sphinx rejects a page that stands in no group. README is the first page, before all groups. */
export const NAVIGATION: readonly NavigationGroup[] = [
  { caption: "Start", pages: docs("deploying", "walkthrough", "local", "configuration", "migration", "limits") },
  {
    caption: "Applications",
    pages: [...docs("applications", "client-api"), "client/README.md", "client/examples/README.md"],
  },
  {
    caption: "Operation",
    pages: docs("runbook", "operations", "monitoring", "delivery", "redeploy", "after-a-leak", "database"),
  },
  {
    caption: "How it works",
    pages: [...docs("architecture", "security", "performance", "proof", "leaving-cdktf", "glossary"), DECISIONS_PAGE],
  },
  { caption: "Project", pages: ["CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"] },
];

/** The decision records, and their template. */
export function decisionPages(repository: string): readonly string[] {
  return readdirSync(path.join(repository, "docs", "decisions"))
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => `docs/decisions/${name}`);
}
