import type { ProofPart } from "../proof-part";
import { BAD_INPUT } from "./bad-input";
import { FAULTS } from "./faults";
import { LOAD } from "./load";
import { MUTATION } from "./mutation";
import { SUPPLY_CHAIN } from "./supply-chain";

/** In the order of the page. */
export const PROOF_PARTS: readonly ProofPart[] = [...FAULTS, ...MUTATION, ...LOAD, ...BAD_INPUT, ...SUPPLY_CHAIN];

/** Throws for a name that no part has. */
export function partNamed(id: string): ProofPart {
  const part = PROOF_PARTS.find((one) => one.id === id);
  if (part === undefined)
    throw new Error(`there is no part ${id}; allowed: ${PROOF_PARTS.map((one) => one.id).join(", ")}`);
  return part;
}
