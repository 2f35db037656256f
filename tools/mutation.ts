import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command } from "commander";
import { cacheFolder } from "../local/mysql/cache-folder";
import { chosenFiles, filesOf, MUTATED_PARTS, type MutatedPart } from "./mutation/parts";
import { countsOf, type MutationReport, reportTable, scoreOf, survivorLines } from "./mutation/report";
import {
  copyRepository,
  findOrInstallStryker,
  type MutationPlaces,
  runStryker,
  STRYKER_VERSION,
  type Stryker,
} from "./mutation/run-stryker";
import { MIN_MUTATION_SCORE, mutationProof } from "./proof/parts/mutation";
import { recordProof } from "./proof/record-proof";

const REPOSITORY = path.resolve(__dirname, "..");

/** `npm run mutation`: changes the function's code piece by piece; exit code 1 when the tests notice fewer than 95 % of the changes, or one that they do not notice has no reason beside the code. */
async function main(): Promise<void> {
  const { only, fresh } = new Command("mutation")
    .description(
      "Change the function's code piece by piece (mutants), and count the changes that the tests in memory notice. The first run installs " +
        "Stryker into this project's cache folder; later runs need no network, and measure again what changed.",
    )
    .option("--only <parts...>", `a part (${MUTATED_PARTS.join(", ")}), or a path, in which * stands for any name`, [])
    .option("--fresh", "measure everything again, also where neither code nor tests changed", false)
    .allowExcessArguments(false)
    .parse()
    .opts<{ only: string[]; fresh: boolean }>();

  const files = chosenFiles(REPOSITORY, only);
  const cache = cacheFolder();
  const stryker = await findOrInstallStryker(cache);
  if ("whyNot" in stryker) {
    console.error(
      `nothing is measured: ${stryker.whyNot}; what to do: npm run mutation, with a registry of npm packages`,
    );
    process.exitCode = 1;
    return;
  }
  const copy = mkdtempSync(path.join(tmpdir(), "mutation-"));
  try {
    const places = { repository: REPOSITORY, copy, cacheFolder: cache };
    const report = await measure(stryker, places, files, !fresh);
    console.log(`\n${reportTable(report, files)}`);
    const counts = countsOf(report, files);
    if (scoreOf(counts) < MIN_MUTATION_SCORE || counts.unexplained > 0) process.exitCode = 1;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** One run of Stryker a part, each on a copy that no other has changed. */
async function measure(
  stryker: Stryker,
  places: MutationPlaces,
  files: readonly string[],
  isIncremental: boolean,
): Promise<MutationReport> {
  const reports: MutationReport[] = [];
  for (const part of MUTATED_PARTS) {
    const ofPart = filesOf(REPOSITORY, part).filter((file) => files.includes(file));
    if (ofPart.length === 0) continue;
    console.log(`== ${part}: ${ofPart.length} files`);
    const copy = path.join(places.copy, part);
    await copyRepository(REPOSITORY, copy);
    const startedAt = performance.now();
    const report = await runStryker(stryker, { ...places, copy }, { part, files: ofPart, isIncremental });
    reports.push(report);
    console.log(["", ...survivorLines(report, ofPart), "", reportTable(report, ofPart)].join("\n"));
    if (ofPart.length === filesOf(REPOSITORY, part).length) record(part, report, startedAt);
  }
  return { files: Object.assign({}, ...reports.map((report) => report.files)) };
}

/** Only of a whole part, and under PROOF=write. */
function record(part: MutatedPart, report: MutationReport, startedAt: number): void {
  const counts = countsOf(report, filesOf(REPOSITORY, part));
  const { mutants, survived, unexplained, leftOut } = counts;
  const figures = { mutants, survived, unexplained, leftOut, score: scoreOf(counts) };
  recordProof(mutationProof(part), { figures, versions: { Stryker: STRYKER_VERSION }, startedAt });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
