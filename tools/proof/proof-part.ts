/** One number that a part measures, and the bound that the project holds itself to. */
export interface Figure {
  /** Its name in the result file. */
  readonly key: string;
  /** Its name on the page: what was counted, with the unit. */
  readonly title: string;
  readonly min?: number;
  readonly max?: number;
}

/** A defect that the part found, and the test that has kept it away since. */
export interface Defect {
  readonly what: string;
  /** A file from the root of the repository. */
  readonly test: string;
}

/** One part of docs/proof.md: what is tried, and how to repeat it. Its figures are in a file of their own. */
export interface ProofPart {
  /** The name of the result file: docs/proof/<id>.json. */
  readonly id: string;
  readonly title: string;
  /** What is tried, in sentences. */
  readonly tried: string;
  readonly figures: readonly Figure[];
  readonly defects: readonly Defect[];
  /** The command that measures it again. With PROOF=write before it, it writes the result file. */
  readonly repeat: string;
  /** Folders and files that the figures depend on: when one of them changes, the figures are of older code. */
  readonly sources: readonly string[];
}

/** The last measurement of a part, as its result file holds it. */
export interface ProofResult {
  readonly measuredOn: string;
  readonly seconds: number;
  /** Of the part's sources at the time of the measurement. */
  readonly sourceDigest: string;
  /** By the keys of the part's figures. */
  readonly figures: Readonly<Record<string, number>>;
  /** What took part: Node, servers, tools. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Whether a figure is within its bounds. */
export function isMet({ min, max }: Figure, value: number): boolean {
  return value >= (min ?? Number.NEGATIVE_INFINITY) && value <= (max ?? Number.POSITIVE_INFINITY);
}
