import type { RotationBaselineEvent } from "../event";
import { type SecretDescription, type SecretStore, versionLabelled } from "../ports/secret-store";

/** How far the rotation of a secret has come. Terraform keeps it in its state, and `await-rotation` waits for a later one. */
export interface RotationBaseline {
  readonly secretId: string;
  /** The version with AWSCURRENT. */
  readonly versionId: string | null;
  /** ISO 8601; null before the first rotation. */
  readonly rotatedAt: string | null;
}

/**
 * Reads how far the rotation of a secret has come, before something is changed that starts a rotation. RotateSecret is asynchronous, so
 * a look at the secret alone cannot tell a rotation that the change has started from the one before.
 */
export async function rotationBaseline(
  { secretId }: RotationBaselineEvent,
  { secrets }: { readonly secrets: SecretStore },
): Promise<RotationBaseline> {
  const secret = await secrets.describe(secretId);
  return {
    secretId: secret.arn,
    versionId: versionLabelled(secret, "AWSCURRENT") ?? null,
    rotatedAt: secret.lastRotatedAt?.toISOString() ?? null,
  };
}

/** Whether a rotation has ended since. A value that a person has put there is no rotation. */
export function hasRotatedSince(
  { versionId, rotatedAt }: Pick<RotationBaseline, "versionId" | "rotatedAt">,
  secret: SecretDescription,
): boolean {
  return (
    versionLabelled(secret, "AWSCURRENT") !== versionId &&
    secret.lastRotatedAt !== undefined &&
    secret.lastRotatedAt.toISOString() !== rotatedAt
  );
}
