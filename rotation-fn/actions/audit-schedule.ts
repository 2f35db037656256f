import { type SecretDescription, type SecretStore, unfinishedVersion } from "../ports/secret-store";
import type { AuditContext, Findings } from "./audit-findings";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * A rotation takes seconds, and Secrets Manager repeats a failed step within minutes. What is pending for longer than this has
 * failed permanently, or keeps failing.
 */
export const STUCK_AFTER_MS = HOUR_MS;

/** Days since the last rotation, and whether the next one should have been. */
export function auditSchedule(secret: SecretDescription, now: number): Findings {
  if (secret.rotationEnabled !== true) {
    const state = secret.rotationEnabled === false ? "switched off" : "not configured";
    return { rotationOverdue: true, problems: [`rotation is ${state}, so the password never changes`] };
  }
  // A secret that never rotated has had its password from the beginning.
  const since = secret.lastRotatedAt ?? secret.createdAt;
  const age = since === undefined ? {} : { daysSinceRotation: rounded((now - since.getTime()) / DAY_MS) };
  const due = dueAt(secret, since);
  if (due === undefined) return age;
  if (now <= due) return { ...age, rotationOverdue: false };
  return {
    ...age,
    rotationOverdue: true,
    problems: [`the rotation is overdue since ${new Date(due).toISOString()}`],
  };
}

/**
 * The end of the window in which the secret should rotate or should have rotated: "if rotation is unsuccessful, this date may be in
 * the past". Where the service does not tell it, the rules do; a window in days closes with the UTC day at the latest.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html
 */
function dueAt({ nextRotationAt, rotateEveryDays }: SecretDescription, since: Date | undefined): number | undefined {
  if (nextRotationAt !== undefined) return nextRotationAt.getTime();
  if (rotateEveryDays === undefined || since === undefined) return undefined;
  return since.getTime() + (rotateEveryDays + 1) * DAY_MS;
}

/** Whether a rotation has begun, not ended, and is not just under way. */
export async function auditPending(
  secret: SecretDescription,
  { secrets, clock }: Pick<AuditContext, "secrets" | "clock">,
): Promise<Findings> {
  const versionId = unfinishedVersion(secret);
  if (versionId === undefined) return { pendingStuck: false };
  const since = await pendingSince(secret, versionId, secrets);
  if (since === undefined) return { pendingStuck: false };
  const ageMs = clock.now() - since.getTime();
  const pendingHours = rounded(ageMs / HOUR_MS);
  if (ageMs <= STUCK_AFTER_MS) return { pendingStuck: false, pendingHours };
  const problem = `a rotation is stuck: version ${versionId} is pending for ${pendingHours} hours`;
  return { pendingStuck: true, pendingHours, problems: [problem] };
}

/**
 * Since when a version is pending. Of one without a value, which a failed createSecret leaves, the service tells no date; it cannot
 * be younger than the last change of the secret.
 */
async function pendingSince(
  secret: SecretDescription,
  versionId: string,
  secrets: SecretStore,
): Promise<Date | undefined> {
  return (await secrets.versionMadeAt(secret.arn, versionId)) ?? secret.lastChangedAt;
}

function rounded(value: number): number {
  return Math.round(Math.max(value, 0) * 100) / 100;
}
