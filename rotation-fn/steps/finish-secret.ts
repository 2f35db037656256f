import { type ErrorCode, isRotationError, RotationError } from "../errors";
import { versionLabelled } from "../ports/secret-store";
import type { SecretValue } from "../secret-value";
import { refuseOutdatedPending } from "./outdated-pending";
import { atServerOf, type Rotation, readCurrent } from "./rotation";
import { testPending } from "./test-secret";

/**
 * Moves AWSCURRENT to the version of this rotation: the commit, and the last effect. Secrets Manager moves AWSPREVIOUS along.
 * AWSPENDING may stay on the version that is current now; a later rotation accepts that.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
 *
 * DEVIATION from finish_secret in SecretsManagerRDSMySQLRotationMultiUser/lambda_function.py (aws-samples/aws-secrets-manager-rotation-lambdas at b4b8eca):
 * AWS's functions move AWSCURRENT to whatever version they are given. Here a version is tested first (state 6).
 *
 * The world as this step can find it:
 *  1. AWSCURRENT is on another version: moved.
 *  2. AWSCURRENT is on this version already, because a reply was lost or the step came twice: nothing to do (`checkVersion`).
 *  3. No version is AWSCURRENT: the label is attached.
 *  4. AWSCURRENT moved to a third version since the labels were read: Secrets Manager refuses, nothing changed.
 *  5. AWSCURRENT moved to this version since the labels were read: by another invocation, or by this one, whose reply was lost and
 *     whose repetition by the SDK is refused. The labels are read once more, and the step is done.
 *  6. This process has not just tested the version (another one has, or none): it is tested here, and refused where it does not log in
 *     or has no value. AWSCURRENT never moves to a credential that does not log in.
 *  7. AWSCURRENT is another version than setSecret has compared the pending value with, or this process does not know: both are compared here.
 *     Where the value has been changed since, the rotation would undo that (`refuseOutdatedPending`).
 */
export async function finishSecret(rotation: Rotation): Promise<void> {
  const { secrets, secret, token, log, clock, tested } = rotation;
  const currentVersion = versionLabelled(secret, "AWSCURRENT");
  const isCompared = currentVersion === undefined || tested.wasComparedWith(secret.arn, token, currentVersion);
  // States 6 and 7.
  if (!isCompared || !tested.isFresh(secret.arn, token, clock.now())) {
    // State 6.
    const pending = await requireTested(rotation);
    if (!isCompared) await refuseToUndo(pending, rotation);
  }
  try {
    // States 1 and 3.
    await secrets.moveCurrent(secret.arn, token, currentVersion);
  } catch (error) {
    if (!isRotationError(error, "secrets_manager_refused")) throw error;
    // State 4; otherwise state 5.
    if (versionLabelled(await secrets.describe(secret.arn), "AWSCURRENT") !== token) throw error;
    log.info("moved-before", { secret: secret.name, token });
  }
}

/** Replacing a value that does not log in undoes nothing: the end of the rotation gives applications one that works. */
async function refuseToUndo(pending: SecretValue, rotation: Rotation): Promise<void> {
  const { secret, log } = rotation;
  let current: SecretValue;
  try {
    current = await readCurrent(rotation);
  } catch (error) {
    if (!isRotationError(error, "bad_secret_value")) throw error;
    log.warn("unusable-value-replaced", { secret: secret.name, why: error.message, hint: "AWSPREVIOUS holds it" });
    return;
  }
  await atServerOf(current, () => refuseOutdatedPending(current, pending, rotation));
}

/** What says that the version itself is not usable. Of anything else (no answer from the server) the step is repeated. */
const NOT_USABLE: ReadonlySet<ErrorCode> = new Set([
  "version_not_found",
  "bad_secret_value",
  "login_refused",
  "account_incomplete",
]);

async function requireTested(rotation: Rotation): Promise<SecretValue> {
  try {
    return await testPending(rotation);
  } catch (error) {
    if (!isRotationError(error) || !NOT_USABLE.has(error.code)) throw error;
    throw new RotationError(
      "version_not_tested",
      {
        problem: `finishSecret was called for version ${rotation.token} of ${rotation.secret.name}, which does not log in`,
        found: `${error.code}: ${error.message}`.slice(0, 600),
        allowed: "a version that testSecret has proved",
        remedy:
          "start the rotation again (RotateSecret), which runs the steps in their order; AWSCURRENT was not moved",
      },
      { cause: error },
    );
  }
}
