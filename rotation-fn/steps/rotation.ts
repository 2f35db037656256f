import { isRotationError, locatedError, RotationError } from "../errors";
import type { Clock } from "../ports/clock";
import type { SecretDescription } from "../ports/secret-store";
import { parseSecretValue, type SecretValue } from "../secret-value";
import type { StrategyContext } from "../strategies/strategy";
import type { TestedVersions } from "./tested-versions";

/** One rotation: what all four steps of it share. */
export interface Rotation extends StrategyContext {
  readonly clock: Clock;
  /** The id of the version that this rotation makes; the same in every step and every retry. */
  readonly token: string;
  readonly rotationToken: string | undefined;
  /** What this process has just tested. */
  readonly tested: TestedVersions;
}

/** What the labels say about a step before it does anything. */
export type Readiness = "pending" | "already-current";

/**
 * Checks that the version may be worked on, in the order of AWS's own functions:
 * rotation must not be switched off (not configured at all is accepted, so that a first manual test works), the version must
 * be known, a version that is AWSCURRENT already makes every late or repeated step a no-op, and only AWSPENDING is worked on.
 */
export function checkVersion(secret: SecretDescription, token: string): Readiness {
  if (secret.rotationEnabled === false) {
    throw new RotationError("rotation_not_enabled", {
      problem: `rotation is switched off for the secret ${secret.name}`,
      remedy: "switch it on (RotateSecret with a schedule), or stop calling the function for it",
    });
  }
  const labels = secret.labels.get(token);
  if (labels === undefined) {
    throw new RotationError("version_not_staged", {
      problem: `the secret ${secret.name} has no labelled version ${token.slice(0, 64)}`,
      allowed: "the ClientRequestToken of a rotation that Secrets Manager has started",
      remedy: "start a rotation (RotateSecret) instead of calling the function by hand",
    });
  }
  // State 2 of finishSecret.
  if (labels.includes("AWSCURRENT")) return "already-current";
  if (labels.includes("AWSPENDING")) return "pending";
  throw new RotationError("version_not_pending", {
    problem: `the version ${token} of the secret ${secret.name} is not the pending one`,
    found: labels.join(", ") || "no label",
    allowed: "AWSPENDING",
    remedy: "nothing, when the rotation was cancelled; otherwise start a new one (RotateSecret)",
  });
}

/** Runs `work` on the server of a value. An error that names no server leaves it with the value's user and server. */
export async function atServerOf<T>({ username, host, port, engine }: SecretValue, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof RotationError ? locatedError(error, { username, host, port, engine }) : error;
  }
}

/** The value in AWSCURRENT. */
export async function readCurrent({ secrets, secret }: Rotation): Promise<SecretValue> {
  const text = await secrets.read(secret.arn, { label: "AWSCURRENT" });
  return parseSecretValue(text, `${secret.name} (AWSCURRENT)`);
}

/**
 * The pauses before a pending value that is not there yet is read again: three seconds in all. Secrets Manager is eventually
 * consistent, and setSecret comes so soon after createSecret that it has been seen to miss what that has just stored
 * (https://github.com/aws/aws-sdk-js-v3/issues/7701). No figure for the delay is published, so the pauses double.
 */
const VISIBILITY_PAUSES_MS = [200, 400, 800, 1_600];

/**
 * The value that createSecret stored for this rotation. The read names version and label both, so that a version whose
 * rotation was cancelled in the meantime is refused. A value that is there is read once and without a pause.
 */
export async function readPending({ secrets, secret, token, clock, log }: Rotation): Promise<SecretValue> {
  for (let attempt = 0; ; attempt++) {
    try {
      const text = await secrets.read(secret.arn, { versionId: token, label: "AWSPENDING" });
      return parseSecretValue(text, `${secret.name} (AWSPENDING)`);
    } catch (error) {
      const pauseMs = VISIBILITY_PAUSES_MS[attempt];
      if (pauseMs === undefined || !isRotationError(error, "version_not_found")) throw error;
      log.info("pending-value-awaited", { secret: secret.name, token, pauseMs });
      await clock.sleep(pauseMs);
    }
  }
}
