import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Environment } from "../environments/schema";
import { DeliveryError } from "./delivery/delivery-error";
import { OpsError } from "./error";
import { readEnvironment, type SynthesizedStack } from "./review/model/synthesized";
import { synthesizeCheckout } from "./review/synthesis/synthesize";

/** Synthesizes this project into a temporary folder. Throws `OpsError` with `synthesis_failed`. */
export async function synthesizedStacks(
  { name }: Environment,
  signal: AbortSignal,
): Promise<readonly SynthesizedStack[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "ops-stacks-"));
  try {
    // npm runs scripts in the project's folder.
    await synthesizeCheckout(process.cwd(), folder, signal);
    return readEnvironment(folder, name);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    throw new OpsError(
      "synthesis_failed",
      {
        problem: "the stacks cannot be synthesized",
        found: error.message,
        remedy: "npm run synth, and correct what it names",
      },
      { cause: error },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
