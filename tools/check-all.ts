import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Argument, Command } from "commander";
import { PARTS } from "./check-all/parts";
import { type PartResult, runPart } from "./check-all/run-part";

/**
 * `npm run check:all`: everything that decides, each part once. `.ci/run` and the workflow call this command too. A part that fails does
 * not end the run. The last line is `N passed, N failed`; the exit code is 1 when something failed.
 */
function main(): void {
  const names = PARTS.map(({ name }) => name);
  const command = new Command("check-all")
    .description("Run everything that decides whether a commit is good, or only the parts that are named.")
    .addArgument(new Argument("[parts...]", "the parts to run").choices(names))
    .parse();
  const chosen = new Set(command.args.length === 0 ? names : command.args);
  const folder = mkdtempSync(path.join(tmpdir(), "check-all-"));
  try {
    const results = PARTS.filter(({ name }) => chosen.has(name)).map((part) => {
      console.log(`== ${part.name}`);
      const result = runPart(part, folder);
      console.log(`== ${resultLine(result)}`);
      return result;
    });
    console.log(["", ...results.map(resultLine), totalLine(results)].join("\n"));
    if (results.some(({ failed }) => failed > 0)) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function resultLine({ name, passed, failed, seconds }: PartResult): string {
  return `${name.padEnd(12)} ${failed > 0 ? "FAILED" : "ok    "} ${passed} passed, ${failed} failed, ${seconds} s`;
}

function totalLine(results: readonly PartResult[]): string {
  const sum = (of: (result: PartResult) => number): number => results.reduce((total, result) => total + of(result), 0);
  return `${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed)} failed`;
}

main();
