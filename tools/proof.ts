import { PROOF_PARTS } from "./proof/parts";
import { proofProblems } from "./proof/problems";
import { isOfThisCode, resultOf } from "./proof/record-proof";

/** `npm run proof`: says for each part of docs/proof.md whether its figures are there, within bounds, and of this code. */
function main(): void {
  for (const part of PROOF_PARTS) {
    const result = resultOf(part);
    const problems = proofProblems(part, result, result !== undefined && isOfThisCode(part, result));
    console.log(`${part.id.padEnd(24)} ${problems.length === 0 ? "ok" : problems.join("; ")}`);
    if (problems.length > 0) {
      console.log(`${"".padEnd(24)} what to do: PROOF=write ${part.repeat} && npm run docs`);
      process.exitCode = 1;
    }
  }
}

main();
