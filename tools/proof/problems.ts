import { isMet, type ProofPart, type ProofResult } from "./proof-part";

/** Why a result cannot stand on the page as it is. Nothing when it is complete, within its bounds, and of the code as it is now. */
export function proofProblems(part: ProofPart, result: ProofResult | undefined, isOfThisCode: boolean): string[] {
  if (result === undefined) return ["not measured yet"];
  const outOfBounds = part.figures
    .filter((figure) => !isMet(figure, result.figures[figure.key] ?? Number.NaN))
    .map(
      ({ key, min, max }) => `${key}: found ${result.figures[key] ?? "nothing"}, allowed: ${min ?? ""} to ${max ?? ""}`,
    );
  return isOfThisCode ? outOfBounds : [...outOfBounds, `measured on ${result.measuredOn} with older code`];
}

/** What all parts may take together, one after the other on two idle cores: 40 minutes. */
export const MAX_SECONDS = 2_400;

/** What the last measurements took together. */
export function secondsOf(results: readonly (ProofResult | undefined)[]): number {
  return results.reduce((sum, result) => sum + (result?.seconds ?? 0), 0);
}
