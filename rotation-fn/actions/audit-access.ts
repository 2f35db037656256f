import { type Account, type AccountChange, type AccountDefinition, accountName, sameAccount } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import type { SecretDescription } from "../ports/secret-store";
import type { AdminSecretValue, SecretValue } from "../secret-value";
import { convergeAccount } from "../strategies/converge-account";
import { compareGrants } from "../strategies/converge-grants";
import { requireAdminSecret, validateAdminSecret } from "../strategies/guards";
import { warnOfMissingObjects } from "../strategies/log-rights";
import { markOn } from "../strategies/mark";
import { withoutGrants } from "../strategies/rights";
import { loginRequest, readAdminSecret, signIn, signInAsAdmin, withSession } from "../strategies/sign-in";
import { pairLock, userPair } from "../strategies/user-pair";
import { at, requireReader, writerOf } from "../strategies/writer";
import type { AuditContext, Findings } from "./audit";
import { auditLogin } from "./audit-login";

/** Longer than a rotation holds the lock. Whoever keeps it longer is told of: nothing is known of the pair then. */
const LOCK_TIMEOUT_MS = 5_000;

/** Whether an application can log in, by one login as it makes it; and, where there is a pair of users, whether they are alike. */
export async function auditAccess(secret: SecretDescription, context: AuditContext, findings: Findings): Promise<void> {
  const login = await auditLogin(secret, context, findings);
  if (login?.strategy !== "alternating-users") return;
  findings.grantDrift = await drift(login.value, login.account, secret, context, findings);
}

/** Compares the pair as a rotation would, where a rotation would, and changes nothing. */
async function drift(
  value: SecretValue,
  account: Account,
  secret: SecretDescription,
  context: AuditContext,
  findings: Findings,
): Promise<number> {
  const adminSecretId = requireAdminSecret(value, secret.arn);
  const credential = await readAdminSecret(context.secrets, adminSecretId);
  const writer = writerOf(value, credential);
  if (writer !== undefined) {
    const reader = await signIn(context.database, loginRequest(value, context.settings));
    await withSession(reader, () => requireReader(reader, value, writer));
  }
  const withWriterEndpoint = at(writer, value);
  const server = loginRequest(withWriterEndpoint, context.settings);
  const validateAdmin = (one: AdminSecretValue): void => validateAdminSecret(one, withWriterEndpoint);
  const admin = await signInAsAdmin(context, adminSecretId, server, validateAdmin, credential);
  return withSession(admin, async (session) => {
    await session.lock(pairLock(userPair(secret).base(value.username)), LOCK_TIMEOUT_MS);
    const differences = await differencesOfPair(session, account, secret, context);
    if (differences.length > 0) {
      findings.problems.push(`the two users differ, until the next rotation makes them alike: ${inShort(differences)}`);
    }
    return differences.length;
  });
}

/** For every account of the one user there is one of the other, with the same host and everything else the same. */
async function differencesOfPair(
  session: DatabaseSession,
  account: Account,
  secret: SecretDescription,
  context: AuditContext,
): Promise<readonly string[]> {
  const pair = userPair(secret);
  const other = pair.alternate(account.user);
  const accounts = await session.accountsNamed([account.user, other]);
  const sources = accounts.filter(({ user }) => user === account.user);
  const others = accounts.filter(({ user }) => user === other);
  // The first rotation makes the other user: until then the app user is current, and there is nothing to compare.
  const isFirst = secret.lastRotatedAt === undefined && account.user === pair.base(account.user);
  if (others.length === 0 && isFirst) return [];
  const differences: string[] = [];
  for (const source of sources) {
    const counterpart = others.find((one) => sameAccount(one, { user: other, host: source.host }));
    differences.push(
      ...(await differencesOf(session, source, counterpart ?? { user: other, host: source.host }, secret, context)),
    );
  }
  for (const one of others) {
    if (sources.some(({ host }) => sameAccount(one, { user: other, host }))) continue;
    // A locked one lets nobody in: it is kept for what it has defined, or goes with the next rotation.
    if ((await session.readAccount(one))?.locked === false) differences.push(`${accountName(one)} has no counterpart`);
  }
  return differences;
}

async function differencesOf(
  session: DatabaseSession,
  one: Account,
  other: Account,
  secret: SecretDescription,
  { log, settings }: AuditContext,
): Promise<readonly string[]> {
  const [found, counterpart] = [await session.readAccount(one), await session.readAccount(other)];
  if (found === undefined) return [`${accountName(one)} is gone`];
  if (counterpart === undefined) return found.locked ? [] : [`${accountName(other)} is gone`];
  // A right on a table that is gone is worth nothing: a rotation leaves it out, and it is no difference.
  const { missing, excess } = compareGrants(counterpart.grants, found.grants);
  const gone = await session.objects.missingFor([...missing, ...excess]);
  for (const { account, grants } of [found, counterpart]) {
    warnOfMissingObjects(
      log,
      account,
      grants.filter((grant) => gone.includes(grant)),
    );
  }
  const [source, existing] = [withoutGrants(found, gone), withoutGrants(counterpart, gone)];
  return [
    ...otherThanGrants(source, existing),
    ...convergeAccount(source, other, existing, markOn(existing, secret), settings.passwordPolicy).map(inWords),
  ];
}

/** A rotation sets these together with the password. */
function otherThanGrants(source: AccountDefinition, existing: AccountDefinition): readonly string[] {
  const name = accountName(existing.account);
  return [
    existing.locked && !source.locked ? `${name} is locked` : undefined,
    existing.plugin === source.plugin ? undefined : `${name} logs in by ${existing.plugin}`,
  ].filter((difference) => difference !== undefined);
}

function inWords(change: AccountChange): string {
  if (change.kind !== "grant" && change.kind !== "revoke") return change.kind;
  const grants = change.grants.map((grant) => {
    if (grant.kind === "role") return `role ${accountName(grant.role)}`;
    if (grant.kind === "proxy") return `PROXY ON ${accountName(grant.of)}`;
    return grant.kind === "dynamic" ? grant.privilege : `${grant.privilege} ON ${grant.scope}`;
  });
  return `${change.kind === "grant" ? "lacks" : "has too much"}: ${grants.slice(0, 10).join(", ")}`;
}

const MAX_DIFFERENCES_SHOWN = 10;

function inShort(differences: readonly string[]): string {
  const more = differences.length - MAX_DIFFERENCES_SHOWN;
  return `${differences.slice(0, MAX_DIFFERENCES_SHOWN).join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
}
