import { isRotationError } from "../errors";
import type { AuditEvent, DeclaredPrivileges } from "../event";
import { type HumanHelp, humanHelp, rotateSecret } from "../needs-human";
import type { Log, LogFields } from "../ports/log";
import type { SecretDescription } from "../ports/secret-store";
import { auditAccounts } from "./audit-accounts";
import type { AuditContext, Findings, SecretAudit } from "./audit-findings";
import { type AuditedLogin, auditLogin } from "./audit-login";
import { measure } from "./audit-metrics";
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
 * What goes wrong with one secret is told of that secret and hides no other. So the call itself fails only where it must:
 * an alarm that has no new data is one too.
 */
export async function audit(event: AuditEvent, context: AuditContext): Promise<AuditResult> {
  const secrets: SecretAudit[] = [];
  for (const secretId of event.secretIds) {
    const found = await auditSecret(secretId, event.declared?.[secretId], context);
    secrets.push(found);
  }
  if (event.environment !== undefined) measure(event.environment, secrets, context);
  return { audited: secrets.length, healthy: secrets.filter(({ healthy }) => healthy).length, secrets };
}

async function auditSecret(
  secretId: string,
  declared: DeclaredPrivileges | undefined,
  context: AuditContext,
): Promise<SecretAudit> {
  const findings: Findings = { auditFailed: false, problems: [], help: undefined };
  let secret: SecretDescription | undefined;
  const partOf = async (part: () => Promise<void>): Promise<void> => {
    try {
      await part();
    } catch (error) {
      recordUnavailable(error, secretId, findings);
    }
  };
  await partOf(async () => {
    secret = await context.secrets.describe(secretId);
  });
  const described = secret;
  if (described !== undefined) {
    await partOf(async () => auditSchedule(described, context.clock.now(), findings));
    await partOf(() => auditPending(described, context, findings));
    let login: AuditedLogin | undefined;
    await partOf(async () => {
      login = await auditLogin(described, context, findings);
    });
    const works = login;
    if (works !== undefined) await partOf(() => auditAccounts(described, works, declared, context, findings));
    if (findings.pendingStuck === true) {
      findings.help ??= { needsHuman: true, command: rotateSecret({ secretId: described.arn }) };
    }
  }
  const { help, ...found } = findings;
  const result = {
    secretId,
    secret: described?.name ?? nameFromArn(secretId),
    healthy: found.problems.length === 0,
    ...found,
  };
  writeLine(result, help, context.log);
  return result;
}

/** What could not be found out is counted apart, and is not healthy: an unreachable server says nothing about a password. */
function recordUnavailable(error: unknown, secretId: string, findings: Findings): void {
  findings.auditFailed = true;
  // Comparing in the middle of a change would find differences that are about to go. Not compared is not the same as alike.
  if (isRotationError(error, "rotation_in_progress")) {
    findings.problems.push(
      `not known whether the accounts are as they should be: ${error.parts.problem} (${error.parts.found ?? ""}); the next audit will tell`,
    );
    return;
  }
  if (isRotationError(error)) {
    findings.problems.push(`${error.code}: ${error.message}`);
    findings.help ??= humanHelp(error, { secretId, token: undefined });
  } else {
    // A defect of the audit. Its text is not shown, because nobody knows what it quotes; the other secrets are looked at all the same.
    findings.problems.push(
      `internal_error: the audit of this secret broke off (${error instanceof Error ? error.name : typeof error})`,
    );
  }
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
