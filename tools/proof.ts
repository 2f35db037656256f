import { spawnSync } from "node:child_process";
import { Argument, Command } from "commander";
import { PROOF_PARTS } from "./proof/parts";
import { MAX_SECONDS, proofProblems, secondsOf } from "./proof/problems";
import { isOfThisCode, resultOf } from "./proof/record-proof";

/** What shells answer for a command that Ctrl-C ended. */
const INTERRUPTED = 130;

/**
 * `npm run proof`: says for each part of docs/proof.md whether its figures are there, within bounds, and of this code. With `--measure` it
 * measures the parts first. Exit code 1 when a part, or the time of all together, is not as wanted.
 */
function main(): void {
  const names = PROOF_PARTS.map(({ id }) => id);
  const command = new Command("proof")
    .description("Check the figures of docs/proof.md, all of them or those of the parts that are named.")
    .addArgument(new Argument("[parts...]", "the parts").choices(names))
    .option("--measure", "measure them anew, one after the other, and write docs/proof/; then npm run docs", false)
    .parse();
  const chosen = new Set(command.args.length === 0 ? names : command.args);
  const parts = PROOF_PARTS.filter(({ id }) => chosen.has(id));
  if (command.opts<{ measure: boolean }>().measure) {
    for (const { id, repeat } of parts) {
      console.log(`== ${id}: ${repeat}`);
      // Why it failed, it has said; its figures are judged below.
      const env = { ...process.env, PROOF: "write" };
      const { status, signal } = spawnSync(repeat, { shell: true, stdio: "inherit", env });
      if (signal !== null || status === INTERRUPTED) process.exit(INTERRUPTED);
    }
  }
  for (const part of parts) {
    const result = resultOf(part);
    const problems = proofProblems(part, result, result !== undefined && isOfThisCode(part, result));
    console.log(`${part.id.padEnd(24)} ${problems.length === 0 ? "ok" : problems.join("; ")}`);
    if (problems.length > 0) {
      console.log(`${"".padEnd(24)} what to do: npm run proof -- --measure ${part.id} && npm run docs`);
      process.exitCode = 1;
    }
  }
  const seconds = secondsOf(PROOF_PARTS.map(resultOf));
  console.log(`${"all together".padEnd(24)} ${seconds} s, allowed: ${MAX_SECONDS}`);
  if (seconds > MAX_SECONDS) process.exitCode = 1;
}

main();
