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
 */
export async function finishSecret({ secrets, secret, token }: Rotation): Promise<void> {
  await secrets.moveCurrent(secret.arn, token, versionLabelled(secret, "AWSCURRENT"));
}
