import type { ProofPart } from "../proof-part";

export const BAD_INPUT: readonly ProofPart[] = [];
