import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Review } from "./model/change";
import { compareStacks } from "./model/compare-stacks";
import { environmentsIn, readEnvironment, type SynthesizedStack } from "./model/synthesized";
import { type WrittenReview, writeReview } from "./output/write-review";
import type { Section } from "./report/section";
import { checkOut, currentCommit } from "./synthesis/base-checkout";
import { synthesizeCheckout } from "./synthesis/synthesize";

export interface ComparisonOptions {
  readonly project: string;
  /** A branch, tag or commit. */
  readonly base: string;
  /** One environment, or all of both sides. */
  readonly environment?: string;
  /** Where `<environment>/report.md` and the rest are written. */
  readonly outFolder: string;
  readonly signal: AbortSignal;
  readonly extras?: readonly Section[];
}

/**
 * Compares what this checkout synthesizes with what a base synthesizes, without a state and without credentials: what a fork's pull
 * request can be given. Both are synthesized side by side.
 */
export async function compareWithBase(options: ComparisonOptions): Promise<readonly WrittenReview[]> {
  const { project, base, outFolder, signal } = options;
  const baseCheckout = await checkOut(project, base, signal);
  const folder = mkdtempSync(path.join(tmpdir(), "review-"));
  try {
    const [headOut, baseOut] = [path.join(folder, "head"), path.join(folder, "base")];
    const synthesized = await Promise.allSettled([
      synthesizeCheckout(project, headOut, signal),
      synthesizeCheckout(baseCheckout.folder, baseOut, signal),
    ]);
    const failed = synthesized.find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") throw failed.reason;
    const head = await currentCommit(project, signal);
    const origin = [
      `Compared with \`${base}\` (${baseCheckout.commit.slice(0, 12)}), without a state: commit ${head.commit.slice(0, 12)}${head.isClean ? "" : " and changes that are not committed"}. ` +
        "What differs in AWS, and what only AWS knows, is in the plan.",
    ];
    const names = [...new Set([...environmentsIn(headOut), ...environmentsIn(baseOut)])].sort();
    return names
      .filter((name) => options.environment === undefined || name === options.environment)
      .map((name) => {
        const [before, after] = [readEnvironment(baseOut, name), readEnvironment(headOut, name)];
        const context = { synthesized: { before, after }, origin, extras: options.extras ?? [] };
        return writeReview(outFolder, comparisonOf(name, before, after, new Date()), context);
      });
  } finally {
    await baseCheckout.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Two synthesized versions of one environment as a review. */
export function comparisonOf(
  environment: string,
  before: readonly SynthesizedStack[],
  after: readonly SynthesizedStack[],
  at: Date,
): Review {
  const ids = [...new Set([...after, ...before].map(({ id }) => id))];
  const stacks = ids.map((id) =>
    compareStacks(
      id,
      before.find((stack) => stack.id === id),
      after.find((stack) => stack.id === id),
    ),
  );
  return { environment, basis: "comparison", stacks, at };
}
