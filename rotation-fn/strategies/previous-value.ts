import { isRotationError } from "../errors";
import { versionLabelled } from "../ports/secret-store";
import { parseSecretValue, type SecretValue } from "../secret-value";
import type { StrategyContext } from "./strategy";

/** The value in AWSPREVIOUS, or undefined when there is none that could be read. */
export async function readPrevious({ secret, secrets }: StrategyContext): Promise<SecretValue | undefined> {
  if (versionLabelled(secret, "AWSPREVIOUS") === undefined) return undefined;
  try {
    const text = await secrets.read(secret.arn, { label: "AWSPREVIOUS" });
    // Stryker disable next-line StringLiteral: the error that has this name is never shown.
    return parseSecretValue(text, `${secret.name} (AWSPREVIOUS)`);
  } catch (error) {
    // What cannot be read is no evidence. Anything else (no answer, no right) must not be taken for that.
    if (isRotationError(error, "version_not_found") || isRotationError(error, "bad_secret_value")) return undefined;
    throw error;
  }
}
