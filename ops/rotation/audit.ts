import type { AuditResult } from "../../rotation-fn/actions/audit";
import type { SecretAudit } from "../../rotation-fn/actions/audit-findings";
import { type AuditedSecret, auditEvent } from "../../stacks/shared/function-events";
import { inParallel } from "../aws/in-parallel";
import type { FunctionPort } from "../aws/ports";

/** Each secret takes one login and one comparison of grants: so many in one invocation take a second or two. */
const SECRETS_PER_INVOCATION = 10;
/** The function has 25 places by default, and rotations need some of them. */
const MAX_INVOCATIONS = 5;

/**
 * Asks the function about each secret: does a login work now, is it overdue, stuck, drifted? By ARN. It changes nothing; it writes the
 * lines of an audit and, as one of a part of the environment, no metrics. Throws `FunctionFailure` where the function itself does not work.
 */
export async function auditSecrets(
  rotationFunction: FunctionPort,
  secrets: readonly AuditedSecret[],
): Promise<ReadonlyMap<string, SecretAudit>> {
  const batches: AuditedSecret[][] = [];
  for (let at = 0; at < secrets.length; at += SECRETS_PER_INVOCATION) {
    batches.push(secrets.slice(at, at + SECRETS_PER_INVOCATION));
  }
  const answers = await inParallel(batches, MAX_INVOCATIONS, (batch) => rotationFunction.invoke(auditEvent(batch)));
  const audits = answers.flatMap((answer) => (answer as AuditResult).secrets);
  return new Map(audits.map((audit) => [audit.secretId, audit]));
}
