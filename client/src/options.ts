import { CredentialError } from "./errors";
import type { SecretsManagerLike } from "./read-secret";

/** What {@link createRotatingCredential} takes. */
export interface RotatingCredentialOptions {
  /** Name or ARN of the secret. */
  readonly secretId: string;
  /** A `SecretsManagerClient` of the AWS SDK, version 3. Default: one made from the environment, as the SDK does. */
  readonly client?: SecretsManagerLike;
  /**
   * The age at which a credential is read again, in milliseconds. The background refresh reads at 70 to 90 % of it. Default 300,000
   * (5 minutes); from 1,000 to 86,400,000. Keep it well under the rotation interval: then a rotation is seen before a login is refused.
   */
  readonly maxAgeMs?: number;
  /**
   * How long the last known credential is served while it cannot be read again, in milliseconds since it was last confirmed. Default
   * 86,400,000 (24 hours); at least `maxAgeMs`. MySQL decides whether it is still right.
   */
  readonly maxStaleMs?: number;
  /** Bounds one read with all its retries, in milliseconds. Default 10,000; from 100 to 300,000. */
  readonly readTimeoutMs?: number;
  /**
   * Whether a refused login with a credential that a refresh has confirmed is tried with AWSPENDING once, then with AWSPREVIOUS once. Default
   * true: during a single-user rotation by AWS's own function only AWSPENDING works, for seconds.
   */
  readonly tryOtherLabels?: boolean;
}

export interface CredentialSettings {
  readonly secretId: string;
  readonly maxAgeMs: number;
  readonly maxStaleMs: number;
  readonly readTimeoutMs: number;
  readonly tryOtherLabels: boolean;
}

const DAY_MS = 86_400_000;

/** Fills in the defaults. Throws `bad_option`. */
export function credentialSettings(options: RotatingCredentialOptions): CredentialSettings {
  const { secretId, maxAgeMs = 300_000, readTimeoutMs = 10_000, tryOtherLabels = true } = options;
  const { maxStaleMs = Math.max(DAY_MS, maxAgeMs) } = options;
  if (typeof secretId !== "string" || secretId.trim() === "") {
    throw badOption(
      "secretId",
      typeof secretId === "string" ? "an empty text" : typeof secretId,
      "the name or ARN of a secret",
    );
  }
  requireRange("maxAgeMs", maxAgeMs, 1_000, DAY_MS);
  requireRange("maxStaleMs", maxStaleMs, maxAgeMs, Number.MAX_SAFE_INTEGER);
  requireRange("readTimeoutMs", readTimeoutMs, 100, 300_000);
  return { secretId, maxAgeMs, maxStaleMs, readTimeoutMs, tryOtherLabels };
}

/** Throws `bad_option` for a number that is not in the range. */
export function requireRange(name: string, found: unknown, min: number, max: number): void {
  if (typeof found === "number" && found >= min && found <= max) return;
  throw badOption(name, String(found), `a number from ${min} to ${max}`);
}

export function badOption(name: string, found: string, allowed: string): CredentialError {
  return new CredentialError("bad_option", {
    failed: `the option ${name} cannot be used`,
    found,
    remedy: `allowed is ${allowed}`,
  });
}
