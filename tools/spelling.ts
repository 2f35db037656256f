import path from "node:path";
import { Command } from "commander";
import { cacheFolder } from "../local/mysql/cache-folder";
import { findOrInstallCspell, runCspell } from "./spelling/cspell";

const REPOSITORY = path.resolve(__dirname, "..");

/** `npm run spelling`: the words of the pages and of comments; exit code 1 when one is in no dictionary. */
async function main(): Promise<void> {
  const { ifPossible } = new Command("spelling")
    .description(
      "Check the spelling of pages and comments. A right word that is unknown belongs into tools/spelling/words.txt. The first run installs " +
        "cspell into this project's cache folder (Node 20.18 or later); later runs need no network.",
    )
    .option("--if-possible", "where cspell cannot be installed, say so and end with exit code 0", false)
    .allowExcessArguments(false)
    .parse()
    .opts<{ ifPossible: boolean }>();

  const cspell = await findOrInstallCspell(cacheFolder());
  if ("whyNot" in cspell) {
    console.warn(
      `the spelling check is skipped: ${cspell.whyNot}; what to do: npm run spelling, with Node 20.18 or later and a registry of npm packages`,
    );
    if (!ifPossible) process.exitCode = 1;
    return;
  }
  process.exitCode = runCspell(cspell, REPOSITORY);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
