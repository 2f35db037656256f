import { isRotationError } from "../errors";
import { versionLabelled } from "../ports/secret-store";
import type { Rotation } from "./rotation";

/**
 * Moves AWSCURRENT to the version of this rotation: the commit, and the last effect. Secrets Manager moves AWSPREVIOUS along.
 * AWSPENDING may stay on the version that is current now; a later rotation accepts that.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
 *
 * The world as this step can find it:
 *  1. AWSCURRENT is on another version: moved.
 *  2. AWSCURRENT is on this version already, because a reply was lost or the step came twice: nothing to do (`checkVersion`).
 *  3. No version is AWSCURRENT: the label is attached.
 *  4. AWSCURRENT moved to a third version since the labels were read: Secrets Manager refuses, nothing changed.
 *  5. AWSCURRENT moved to this version since the labels were read: by another invocation, or by this one, whose reply was lost and
 *     whose repetition by the SDK is refused. The labels are read once more, and the step is done.
 */
export async function finishSecret({ secrets, secret, token, log }: Rotation): Promise<void> {
  try {
    await secrets.moveCurrent(secret.arn, token, versionLabelled(secret, "AWSCURRENT"));
  } catch (error) {
    if (!isRotationError(error, "secrets_manager_refused")) throw error;
    if (versionLabelled(await secrets.describe(secret.arn), "AWSCURRENT") !== token) throw error;
    log.info("moved-before", { secret: secret.name, token });
  }
}
