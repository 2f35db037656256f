import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DECISIONS_PAGE, decisionPages, NAVIGATION } from "./navigation";
import { sourcePage, withSiteLinks } from "./site-links";

/** Languages of sources that pages link to, as Pygments calls them. */
const LANGUAGES: Readonly<Record<string, string>> = { ".ts": "ts", ".cjs": "js", ".py": "python", ".json": "json" };

/** Writes the pages of the site into a folder, in the layout of the repository, so that their links to one another stay as they are. */
export function stagePages(repository: string, folder: string): void {
  const sources = new Set<string>();
  const write = (page: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, page)), { recursive: true });
    writeFileSync(path.join(folder, page), text);
  };
  const copy = (from: string, to = from, after = ""): void => {
    const page = withSiteLinks(from, readFileSync(path.join(repository, from), "utf8"));
    for (const source of page.sources) sources.add(source);
    write(to, `${page.text}${after}`);
  };

  copy("README.md", "index.md", NAVIGATION.map(({ caption, pages }) => toctree(pages, caption)).join(""));
  const decisions = decisionPages(repository);
  const pages = [...NAVIGATION.flatMap((group) => group.pages), ...decisions];
  for (const page of pages.filter((each) => each !== DECISIONS_PAGE)) copy(page);
  write(
    DECISIONS_PAGE,
    `# Decision records\n\nEach says what was decided, and why.\n${toctree(decisions.map((page) => path.basename(page)))}`,
  );
  for (const source of sources)
    write(sourcePage(source), shown(source, readFileSync(path.join(repository, source), "utf8")));
  cpSync(path.join(repository, "docs", "pictures"), path.join(folder, "docs", "pictures"), { recursive: true });
  cpSync(path.join(__dirname, "conf.py"), path.join(folder, "conf.py"));
}

/** With a caption it is a group of the sidebar, without one a list on the page. */
function toctree(pages: readonly string[], caption?: string): string {
  const options = caption === undefined ? [":maxdepth: 1"] : [":hidden:", `:caption: ${caption}`, ":titlesonly:"];
  return ["", "```{toctree}", ...options, "", ...pages, "```", ""].join("\n");
}

/** A source as a page of its own that is not in the navigation. */
function shown(file: string, text: string): string {
  const language = LANGUAGES[path.extname(file)] ?? "text";
  return [
    "---",
    "orphan: true",
    "---",
    `# ${path.basename(file)}`,
    "",
    `\`${file}\``,
    "",
    `~~~~${language}`,
    text.trimEnd(),
    "~~~~",
    "",
  ].join("\n");
}
