import type { AppSecretChoice, Environment } from "../../environments/schema";
import { FUNCTION_TIMEOUT_SECONDS } from "../../stacks/shared/function-timeout";
import type { Aws, SecretState } from "../aws/ports";
import type { CommandContext } from "../command/command";
import { OpsError } from "../error";
import { pendingVersion, versionLabelled } from "../rotation/app-secrets";
import { followRotation } from "../rotation/follow";
import type { Failure } from "../rotation/outcome-line";
import { startRotation } from "../rotation/start";
import { reconcileSecret } from "./reconcile-secret";
import type { Treatment } from "./world-state";

/** One secret and everything that a treatment of it needs. */
export interface Patient {
  readonly environment: Environment;
  readonly settings: AppSecretChoice;
  readonly secret: SecretState;
  readonly aws: Aws;
  readonly timeoutMs: number;
}

/** What a treatment did, and the failure of the rotation that it continued. */
export interface Treated {
  readonly did: string;
  readonly failure?: Failure;
}

/** The treatments that change something. */
export type Change = Exclude<Treatment, { readonly kind: "none" | "person" | "wait" }>;

export function isChange(treatment: Treatment): treatment is Change {
  return !["none", "person", "wait"].includes(treatment.kind);
}

/** What will be done, for the person who is asked. */
export function plannedChange(change: Change, { name }: Pick<SecretState, "name">): string {
  switch (change.kind) {
    case "continue":
      return `Continues the pending rotation of ${name} (version ${change.versionId}).`;
    case "cancel":
      return `Removes AWSPENDING of ${name} from version ${change.versionId}${change.thenRotate ? ", then starts a new rotation" : ""}.`;
    case "move-current":
      return `Moves AWSCURRENT of ${name} from version ${change.from} to ${change.to}, which logs in.`;
    case "reconcile":
      return `Lets the function's admin set the account of ${name} to the environment file and to the password in AWSCURRENT.`;
  }
}

/** Carries out one change. Each can be repeated, and after a lost reply the next look at the secret finds out what has happened. */
export async function treat(change: Change, patient: Patient, context: CommandContext): Promise<Treated> {
  const { aws, secret } = patient;
  switch (change.kind) {
    case "continue":
      return rotateAndFollow(patient, context, "continued the pending rotation");
    case "cancel": {
      const changedAt = await cancelPending(aws, secret, change.versionId);
      const did = `removed AWSPENDING from version ${change.versionId}`;
      if (!change.thenRotate) return { did };
      await untilStepsEnded(changedAt, secret, context);
      return rotateAndFollow(patient, context, `${did}, and started a new rotation`);
    }
    case "move-current":
      await moveCurrent(aws, secret, change);
      return { did: `moved AWSCURRENT to version ${change.to}` };
    case "reconcile": {
      const { accounts } = await reconcileSecret(aws, patient.environment, patient.settings, secret.arn);
      return { did: `brought the account to the environment file and AWSCURRENT (${accounts.join("; ")})` };
    }
  }
}

/** Moves AWSCURRENT. A lost reply is looked up: the label says whether it has moved. */
export async function moveCurrent(
  { secrets }: Aws,
  { arn }: Pick<SecretState, "arn">,
  move: { readonly to: string; readonly from: string },
): Promise<void> {
  try {
    await secrets.moveCurrent(arn, move);
  } catch (error) {
    const now = await secrets.describe(arn);
    if (now === undefined || versionLabelled(now, "AWSCURRENT") !== move.to) throw error;
  }
}

/** Only the version that was looked at: a rotation that began since is not cancelled. Returns when the secret had last been changed. */
async function cancelPending(
  { secrets }: Aws,
  { arn, name }: SecretState,
  versionId: string,
): Promise<Date | undefined> {
  const now = await secrets.describe(arn);
  if (now === undefined || pendingVersion(now) !== versionId) {
    throw new OpsError("refused", {
      problem: `the pending version of ${name} has changed since it was examined`,
      remedy: "repeat the command; nothing was changed",
    });
  }
  await secrets.removePending(arn, versionId);
  return now.lastChangedAt;
}

/**
 * Waits until no step can be running that began before the secret was last changed. Every later step finds what keeps this rotation from its end,
 * and changes nothing; an earlier one would set its password even after the next rotation, which ends the one that AWSCURRENT has then.
 */
async function untilStepsEnded(
  changedAt: Date | undefined,
  { name }: Pick<SecretState, "name">,
  context: CommandContext,
): Promise<void> {
  const endsAt = (changedAt?.getTime() ?? context.now()) + FUNCTION_TIMEOUT_SECONDS * 1_000;
  const leftMs = endsAt - context.now();
  if (leftMs <= 0) return;
  context.progress(
    `waiting ${Math.ceil(leftMs / 1_000)} s: ${name} was changed just now, and a step of the cancelled rotation that began before may still be running`,
  );
  await context.sleep(leftMs);
}

async function rotateAndFollow(patient: Patient, context: CommandContext, did: string): Promise<Treated> {
  const { aws, secret, timeoutMs } = patient;
  const { token, earlier } = await startRotation(aws, secret.arn, context);
  if (token === undefined) return { did };
  const followed = await followRotation(aws, { secretId: secret.arn, token, timeoutMs, earlier }, context);
  return { did, ...(followed.failure === undefined ? {} : { failure: followed.failure }) };
}
