import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command } from "commander";
import { EnvironmentError, loadEnvironments } from "../environments";
import { cacheFolder } from "../local/mysql/cache-folder";
import { GuardRailError } from "../stacks/guard-rails";
import { CheckovError } from "./checkov/checkov-error";
import { CHECKOV_VERSION, findCheckov } from "./checkov/find-checkov";
import { installCheckov } from "./checkov/install-checkov";
import { judge } from "./checkov/judge";
import { report } from "./checkov/report";
import { scan } from "./checkov/scan";
import { CHECKOV_WAIVERS } from "./checkov-waivers";
import { synthesizeTo } from "./synthesize-to";

/** `npm run checkov`: scans the stacks of every environment; exit code 1 when a failed check has no waiver. */
async function main(): Promise<void> {
  const { ifPresent } = new Command("checkov")
    .description(
      `Scan the synthesized stacks of every environment with checkov. One that is installed is used; otherwise ${CHECKOV_VERSION} is ` +
        "installed into this project's cache folder.",
    )
    .option("--if-present", "install nothing: skip the scan when there is no checkov", false)
    .allowExcessArguments(false)
    .parse()
    .opts<{ ifPresent: boolean }>();

  const cache = cacheFolder();
  const found = await findCheckov(cache);
  const checkov = found ?? (ifPresent ? { whyNot: "there is none on this machine" } : await installCheckov(cache));
  if ("whyNot" in checkov) {
    console.warn(
      `checkov is skipped: ${checkov.whyNot}; what to do: npm run checkov, with python3 and pip on the PATH`,
    );
    return;
  }

  const environments = loadEnvironments();
  const folder = mkdtempSync(path.join(tmpdir(), "scanned-"));
  try {
    const { failures, passed } = await scan(checkov, synthesizeTo(folder, Object.values(environments)));
    const names = Object.keys(environments);
    const verdict = judge(failures, CHECKOV_WAIVERS, names);
    console.log(report(verdict, { passed, environments: names, version: checkov.version }));
    if (verdict.open.length > 0 || verdict.stale.length > 0) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  // What a person can put right is said in one message; anything else is a defect and keeps its stack.
  const isExpected =
    error instanceof CheckovError || error instanceof EnvironmentError || error instanceof GuardRailError;
  console.error(isExpected ? error.message : error);
  process.exitCode = 1;
});
