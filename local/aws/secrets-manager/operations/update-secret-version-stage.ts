import { invalidParameter } from "../errors";
import { stage, versionId } from "../input";
import { checkLabelQuota, moveCurrent, moveLabel, removeLabel, versionWith } from "../labels";
import { AWSCURRENT, type Secret, type SecretVersion } from "../state";
import { nameAndArn, secretOperation } from "./operation";

const shape = {
  VersionStage: stage,
  RemoveFromVersionId: versionId.optional(),
  MoveToVersionId: versionId.optional(),
};

/**
 * API_UpdateSecretVersionStage. "If the label is attached and you either do not specify RemoveFromVersionId, or the
 * version ID does not match, then the operation fails": taken by the letter, so a repeated move (its reply was lost)
 * fails too, because the label is not on the old version any more.
 */
export const updateSecretVersionStage = secretOperation(shape, ({ secret, request, now }) => {
  const { VersionStage: label, RemoveFromVersionId: from, MoveToVersionId: to } = request;
  if (from === undefined && to === undefined) {
    throw invalidParameter("You must specify MoveToVersionId, RemoveFromVersionId or both.");
  }
  const target = to === undefined ? undefined : existingVersion(secret, to);
  const holder = versionWith(secret, label);
  checkHolder(label, holder, from);
  if (target === undefined) {
    if (label === AWSCURRENT) {
      throw invalidParameter(
        "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.",
      );
    }
    if (holder !== undefined) removeLabel(holder, label);
  } else if (label === AWSCURRENT) {
    // Not documented: whether an AWSPENDING on the version that stops being current goes as it does for PutSecretValue.
    // It stays, which is harder on an operator's rollback: the next RotateSecret finds an incomplete rotation.
    moveCurrent(secret, target, now);
  } else {
    checkLabelQuota(secret, [label]);
    moveLabel(secret, label, target);
  }
  secret.changedAt = now;
  return nameAndArn(secret);
});

function existingVersion(secret: Secret, id: string): SecretVersion {
  const version = secret.versions.get(id);
  // Not documented: the type of the error for a version that does not exist.
  if (version === undefined) throw invalidParameter(`Not a valid version: ${id}`);
  return version;
}

function checkHolder(label: string, holder: SecretVersion | undefined, from: string | undefined): void {
  if (holder !== undefined && from === undefined) {
    throw invalidParameter(
      `The parameter RemoveFromVersionId can't be empty. Staging label ${label} is currently attached to version ` +
        `${holder.id}, so you must explicitly reference that version in RemoveFromVersionId.`,
    );
  }
  if (from !== undefined && holder?.id !== from) {
    throw invalidParameter(
      `RemoveFromVersionId must be the version that has the staging label ${label}. Version ${from} does not have it; ` +
        `${holder === undefined ? "no version has" : `version ${holder.id} has`}.`,
    );
  }
}
