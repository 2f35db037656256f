import type { AuditEvent, DeclaredPrivileges } from "../event";
import { type HumanHelp, rotateSecret } from "../needs-human";
import type { Log, LogFields } from "../ports/log";
import type { SecretDescription } from "../ports/secret-store";
import { auditAccounts } from "./audit-accounts";
import { type AuditContext, type Findings, mergeFindings, type SecretAudit } from "./audit-findings";
import { auditLogin } from "./audit-login";
import { measure } from "./audit-metrics";
import { auditPart, unavailable } from "./audit-part";
import { auditPending, auditSchedule } from "./audit-schedule";

export interface AuditResult {
  readonly audited: number;
  readonly healthy: number;
  readonly secrets: readonly SecretAudit[];
}

/**
 * Looks at each secret without changing anything: is it rotated in time, is a rotation stuck, does the password that applications
 * use work, and are the accounts of its users as they should be? Writes one line of each secret; for a whole environment also its metrics and a line
 * that names the secrets with findings.
 *
 * A failure with one secret is reported for that secret and hides no other. So the call itself fails only where it must:
 * an alarm that has no new data is one too.
 */
export async function audit(event: AuditEvent, context: AuditContext): Promise<AuditResult> {
  const startedAt = context.clock.now();
  const secrets: SecretAudit[] = [];
  for (const secretId of event.secretIds) {
    const found = await auditSecret(secretId, event.declared?.[secretId], context);
    secrets.push(found);
  }
  if (event.environment !== undefined) measure(event.environment, secrets, startedAt, context.log);
  return { audited: secrets.length, healthy: secrets.filter(({ healthy }) => healthy).length, secrets };
}

async function auditSecret(
  secretId: string,
  declared: DeclaredPrivileges | undefined,
  context: AuditContext,
): Promise<SecretAudit> {
  let secret: SecretDescription;
  try {
    secret = await context.secrets.describe(secretId);
  } catch (error) {
    return conclude(secretId, nameFromArn(secretId), unavailable(error, secretId), context.log);
  }
  const schedule = await auditPart(secretId, () => auditSchedule(secret, context.clock.now()));
  const pending = await auditPart(secretId, () => auditPending(secret, context));
  const { login, findings } = await auditLogin(secret, secretId, context);
  const before = mergeFindings([schedule, pending, findings]);
  const accounts =
    login === undefined
      ? {}
      : await auditPart(secretId, () => auditAccounts(secret, secretId, login, declared, context, before));
  const restart: Findings =
    pending.pendingStuck === true
      ? { help: { needsHuman: true, command: rotateSecret({ secretId: secret.arn }) } }
      : {};
  return conclude(secretId, secret.name, mergeFindings([before, accounts, restart]), context.log);
}

/** Writes the line of the secret. */
function conclude(secretId: string, secret: string, findings: Findings, log: Log): SecretAudit {
  // A mutant survives: merged findings have both; the defaults are for the type.
  const { auditFailed = false, problems = [], help, ...readings } = findings;
  const result = { secretId, secret, healthy: problems.length === 0, auditFailed, ...readings, problems };
  writeLine(result, help, log);
  return result;
}

function writeLine(result: SecretAudit, help: HumanHelp | undefined, log: Log): void {
  const { problems, ...found } = result;
  const fields: LogFields = { ...found, ...(problems.length === 0 ? {} : { problems: problems.join(" | ") }), ...help };
  if (result.loginFails === true || result.pendingStuck === true) log.error("audit", fields);
  else if (!result.healthy) log.warn("audit", fields);
  else log.info("audit", fields);
}

/** The name of a secret that could not be described: an ARN ends in it, a hyphen and six characters. */
function nameFromArn(secretId: string): string {
  return /^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:(.+)-[A-Za-z0-9]{6}$/.exec(secretId)?.[1] ?? secretId;
}
