import path from "node:path";
import { EnvironmentError } from "../../environments";
import { PackageError } from "../../stacks/app-secret/function-package";
import { GuardRailError } from "../../stacks/guard-rails";
import { synthesizeLocal } from "./synthesize";
import { CHOICES_VARIABLE, readChoices } from "./workspace";

/** What `cdktf --app` runs instead of `main.ts`: the environment `local` alone, with what was chosen for it. */
async function main(): Promise<void> {
  const { [CHOICES_VARIABLE]: choicesFile, CDKTF_OUTDIR: outFolder } = process.env;
  if (choicesFile === undefined || outFolder === undefined) {
    throw new Error(`${CHOICES_VARIABLE} and CDKTF_OUTDIR are not set: run npm run local -- deploy, not this program`);
  }
  await synthesizeLocal({
    outFolder: path.resolve(outFolder),
    zipFile: path.join(path.dirname(choicesFile), "rotation-fn.zip"),
    choices: readChoices(choicesFile),
  });
}

main().catch((error: unknown) => {
  const isExpected = [EnvironmentError, PackageError, GuardRailError].some((kind) => error instanceof kind);
  console.error(isExpected ? (error as Error).message : error);
  process.exitCode = 1;
});
