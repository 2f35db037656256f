import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command } from "commander";
import { cacheFolder } from "../local/mysql/cache-folder";
import { checkSite } from "./site/check-site";
import { buildHtml, findOrInstallSphinx, type Sphinx } from "./site/sphinx";
import { stagePages } from "./site/stage-pages";

const REPOSITORY = path.resolve(__dirname, "..");
const SITE = path.join(REPOSITORY, "dist", "site");

/** `npm run site`: README and docs as one folder of HTML. Exit code 1 when a link leads nowhere, or the site cannot be built. */
async function main(): Promise<void> {
  const { ifPossible } = new Command("site")
    .description(
      "Build README and docs as HTML into dist/site, with a search that needs no server. The first run installs Sphinx into this project's " +
        "cache folder (Python 3.11 or later and pip); later runs need no network.",
    )
    .option("--if-possible", "where Sphinx cannot be installed, say so and end with exit code 0", false)
    .allowExcessArguments(false)
    .parse()
    .opts<{ ifPossible: boolean }>();

  const sphinx = await findOrInstallSphinx(cacheFolder());
  if ("whyNot" in sphinx) {
    console.warn(
      `the site is skipped: ${sphinx.whyNot}; what to do: npm run site, with python3 (3.11 or later) and pip on the PATH`,
    );
    if (!ifPossible) process.exitCode = 1;
    return;
  }
  const problems = await build(sphinx);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  else console.log(`dist/site/index.html is ready: open it in a browser`);
}

async function build(sphinx: Sphinx): Promise<readonly string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "site-"));
  try {
    rmSync(SITE, { recursive: true, force: true });
    stagePages(REPOSITORY, folder);
    const problems = await buildHtml(sphinx, { pages: folder, site: SITE });
    return problems.length > 0 ? problems : checkSite(SITE);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
