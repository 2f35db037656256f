import type { DeclaredPrivileges } from "../event";
import type { DatabaseSession } from "../ports/database";
import { type SecretDescription, unfinishedVersion } from "../ports/secret-store";
import { usersOf } from "../strategies/retire-other-user";
import { withAuditAdmin } from "./audit-admin";
import { auditDeclared, declaredRights } from "./audit-declared";
import { type AuditContext, type Deviation, type Findings, mergeFindings } from "./audit-findings";
import { auditFurtherAccounts } from "./audit-further";
import type { AuditedLogin } from "./audit-login";
import { auditPair } from "./audit-pair";
import { auditPart } from "./audit-part";
import { auditPasswords } from "./audit-passwords";
import { auditPlugins } from "./audit-plugins";

/**
 * Looks at the accounts of the secret's users as the admin does, in one session: whether a pair is alike, privileges are those that the
 * environment declares, every account takes AWSCURRENT, and no password opens one that no label holds. Changes nothing. `before` is
 * what the audit has found out so far.
 */
export async function auditAccounts(
  secret: SecretDescription,
  secretId: string,
  login: AuditedLogin,
  declared: DeclaredPrivileges | undefined,
  context: AuditContext,
  before: Findings,
): Promise<Findings> {
  const found = await withAuditAdmin(secret, login.value, login.strategy, context, async (session) => {
    const deviations = await deviationsOf(session, secret, login, declared, context);
    const drift = {
      grantDrift: deviations.reduce((sum, { count }) => sum + count, 0),
      problems: deviations.map(({ problem }) => problem),
    };
    // While a rotation is under way, the pending version holds a password too.
    // A mutant survives: an audit that has failed before has no login, and does not come here.
    if (before.auditFailed === true || unfinishedVersion(secret) !== undefined) return drift;
    return mergeFindings([drift, await auditPart(secretId, () => auditPasswords(session, secret, login, context))]);
  });
  return found ?? {};
}

async function deviationsOf(
  session: DatabaseSession,
  secret: SecretDescription,
  { value, account, strategy }: AuditedLogin,
  declared: DeclaredPrivileges | undefined,
  context: AuditContext,
): Promise<readonly Deviation[]> {
  const users = usersOf(value.username, secret);
  const rights = declared === undefined ? undefined : await declaredRights(session, declared);
  return [
    ...(strategy === "alternating-users"
      ? await auditPair(session, account, secret, rights, context)
      : await auditFurtherAccounts(session, value, secret, strategy)),
    ...(rights === undefined ? [] : await auditDeclared(session, users, secret, rights, context.log)),
    ...(await auditPlugins(session, users)),
  ];
}
