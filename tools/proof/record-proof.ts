import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { formattedJson } from "../formatted-json";
import { partNamed } from "./parts";
import type { ProofPart, ProofResult } from "./proof-part";
import { sourceDigest } from "./source-digest";

export const ROOT = path.join(__dirname, "..", "..");
/** One file for each measured part. */
export const RESULTS = path.join(ROOT, "docs", "proof");

/** What a test or program has measured. */
export interface Measured {
  /** By the keys of the part's figures, all of them and no other. */
  readonly figures: Readonly<Record<string, number>>;
  /** Beside Node's own. */
  readonly versions?: Readonly<Record<string, string>>;
  /** `performance.now()` when it began. */
  readonly startedAt: number;
}

/**
 * Keeps the figures of a part in docs/proof/<id>.json. Does so only under PROOF=write: a run that only checks leaves the tree as it is.
 * Throws, always, when the figures are not those that the part declares.
 */
export function recordProof(id: string, { figures, versions = {}, startedAt }: Measured): void {
  const part = partNamed(id);
  const declared = part.figures.map(({ key }) => key).sort();
  const given = Object.keys(figures).sort();
  if (declared.join() !== given.join()) {
    throw new Error(`the part ${id} declares the figures ${declared.join(", ")}; found: ${given.join(", ")}`);
  }
  if (process.env.PROOF !== "write") return;
  const result: ProofResult = {
    measuredOn: new Date().toISOString().slice(0, 10),
    seconds: Math.round((performance.now() - startedAt) / 1000),
    sourceDigest: sourceDigest(ROOT, part.sources),
    figures: Object.fromEntries(part.figures.map(({ key }) => [key, figures[key] ?? Number.NaN])),
    versions: { node: process.version.slice(1), ...versions },
  };
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(fileOf(part), formattedJson(result));
}

/** The last measurement of a part; undefined where there has been none. */
export function resultOf(part: ProofPart): ProofResult | undefined {
  return existsSync(fileOf(part)) ? (JSON.parse(readFileSync(fileOf(part), "utf8")) as ProofResult) : undefined;
}

/** Whether the sources of a part are still those that its result was measured with. */
export function isOfThisCode(part: ProofPart, result: ProofResult): boolean {
  return result.sourceDigest === sourceDigest(ROOT, part.sources);
}

function fileOf({ id }: ProofPart): string {
  return path.join(RESULTS, `${id}.json`);
}
