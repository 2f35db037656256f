import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Part } from "./parts";

/** What came of one part. A part that is no test suite counts as one check. */
export interface PartResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
}

/** Runs one part with its output on this terminal. `folder` takes jest's own count of its tests. */
export function runPart(part: Part, folder: string): PartResult {
  const results = path.join(folder, `${part.name.replace(":", "-")}.json`);
  const counting = part.isJest ? ["--json", `--outputFile=${results}`] : [];
  const startMs = performance.now();
  const { status } = spawnSync("npm", [...part.npm, ...counting], {
    // A test suite prints its document to stdout as well: that is for the file.
    stdio: ["inherit", part.isJest ? "ignore" : "inherit", "inherit"],
  });
  const seconds = Math.round((performance.now() - startMs) / 1000);
  const counts = part.isJest ? jestCounts(results) : { passed: 0, failed: 0 };
  const isGood = status === 0;
  if (counts.passed + counts.failed === 0) {
    return { name: part.name, passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, seconds };
  }
  // A suite can fail without a failed test, for instance when its set-up does.
  return { name: part.name, ...counts, failed: isGood ? counts.failed : Math.max(counts.failed, 1), seconds };
}

function jestCounts(file: string): { readonly passed: number; readonly failed: number } {
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(file, "utf8"));
    return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
  } catch {
    return { passed: 0, failed: 0 }; // jest never came to its report
  }
}
