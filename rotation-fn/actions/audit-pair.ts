import { type Account, type AccountChange, type AccountDefinition, accountName, sameAccount } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import type { SecretDescription } from "../ports/secret-store";
import { convergeAccount } from "../strategies/converge-account";
import { compareGrants } from "../strategies/converge-grants";
import { notedExcess, withoutNotedExcess } from "../strategies/excess-rights";
import { letsIn } from "../strategies/further-accounts";
import { isPasswordPlugin } from "../strategies/guards";
import { revokeStatement, warnOfMissingObjects } from "../strategies/log-rights";
import { isOurs, markOn } from "../strategies/mark";
import { describeGrant, withoutGrants } from "../strategies/rights";
import { userPair } from "../strategies/user-pair";
import { type DeclaredRights, withoutDeclared } from "./audit-declared";
import { type AuditContext, type Deviation, inShort } from "./audit-findings";

/** What a pair of users is compared with, and by whom. */
interface Comparison {
  readonly session: DatabaseSession;
  readonly secret: SecretDescription;
  readonly context: AuditContext;
  /** Compared with the environment instead of with each other. */
  readonly declared: DeclaredRights | undefined;
}

/** What a comparison finds. */
interface Differences {
  readonly differences: readonly string[];
  /** Rights that a rotation could not take away. */
  readonly kept: readonly string[];
}

/**
 * Compares the two users as a rotation would: for every account of the one there is one of the other, with the same host and everything
 * else the same. Changes nothing.
 */
export async function auditPair(
  session: DatabaseSession,
  account: Account,
  secret: SecretDescription,
  declared: DeclaredRights | undefined,
  context: AuditContext,
): Promise<readonly Deviation[]> {
  const { differences, kept } = await compare(account, { session, secret, context, declared });
  return [
    {
      problem: `the two users differ; a rotation makes the other one like the one in AWSCURRENT, as far as the admin may: ${inShort(differences)}`,
      count: differences.length,
    },
    {
      problem: `no rotation takes these rights away, or hands them on, because the admin may not: ${inShort(kept)}`,
      count: kept.length,
    },
  ].filter(({ count }) => count > 0);
}

async function compare(account: Account, comparison: Comparison): Promise<Differences> {
  const { session, secret } = comparison;
  const pair = userPair(secret);
  const other = pair.alternate(account.user);
  const accounts = await session.accountsNamed([account.user, other]);
  const sources = accounts.filter(({ user }) => user === account.user);
  const others = accounts.filter(({ user }) => user === other);
  // The first rotation makes the other user: until then the app user is current, and there is nothing to compare.
  const isFirst = secret.lastRotatedAt === undefined && account.user === pair.base(account.user);
  if (others.length === 0 && isFirst) return ALIKE;
  const compared: Differences[] = [];
  for (const source of sources) {
    const counterpart = { user: other, host: source.host };
    // One that asks for no password needs no counterpart; nor does a locked one.
    const isThere = others.some((one) => sameAccount(one, counterpart));
    if (!isPasswordPlugin(source.plugin) || (source.isLocked && !isThere)) continue;
    compared.push(await compareAccounts(source, counterpart, comparison));
  }
  const alone = others.filter(
    (one) => letsIn(one) && !sources.some(({ host }) => sameAccount(one, { user: other, host })),
  );
  return {
    differences: [
      ...compared.flatMap(({ differences }) => differences),
      ...alone.map((one) => `${accountName(one)} has no counterpart`),
    ],
    kept: compared.flatMap(({ kept }) => kept),
  };
}

const ALIKE: Differences = { differences: [], kept: [] };

async function compareAccounts(one: Account, other: Account, comparison: Comparison): Promise<Differences> {
  const { session, secret, context, declared } = comparison;
  const [found, counterpart] = [await session.readAccount(one), await session.readAccount(other)];
  if (found === undefined) return { ...ALIKE, differences: [`${accountName(one)} is gone`] };
  if (counterpart === undefined) return { ...ALIKE, differences: [`${accountName(other)} is gone`] };
  // A locked account that is not the secret's does not concern this audit.
  if (found.locked && !isOurs(found, secret)) return ALIKE;
  // A right on a table that is gone is worth nothing: a rotation leaves it out, and it is no difference.
  const { missing, excess } = compareGrants(counterpart.grants, found.grants);
  const noted = [found, counterpart].map((definition) => ({
    account: definition.account,
    grants: notedExcess(definition),
  }));
  const gone = await session.objects.missingFor([...missing, ...excess, ...noted.flatMap(({ grants }) => grants)]);
  for (const { account, grants } of [found, counterpart]) {
    warnOfMissingObjects(
      context.log,
      account,
      grants.filter((grant) => gone.includes(grant)),
    );
  }
  const kept = noted.flatMap(({ account, grants }) =>
    grants.filter((grant) => !gone.includes(grant)).map((grant) => keptRight(grant, account)),
  );
  const comparable = (definition: AccountDefinition): AccountDefinition =>
    withoutDeclared(withoutNotedExcess(withoutGrants(definition, gone)), declared);
  const [source, existing] = [comparable(found), comparable(counterpart)];
  const mark = markOn(existing, secret);
  const changes = convergeAccount(source, other, existing, mark, context.settings.passwordPolicy);
  const differences = [...otherThanGrants(source, existing), ...changes.map((change) => describeChange(other, change))];
  return { differences, kept };
}

/** A rotation sets these together with the password. */
function otherThanGrants(source: AccountDefinition, existing: AccountDefinition): readonly string[] {
  const name = accountName(existing.account);
  return [
    existing.locked === source.locked ? undefined : `${name} is ${existing.locked ? "locked" : "not locked"}`,
    existing.plugin === source.plugin ? undefined : `${name} logs in by ${existing.plugin}`,
  ].filter((difference) => difference !== undefined);
}

function keptRight(grant: Parameters<typeof describeGrant>[0], account: Account): string {
  return `${accountName(account)} has ${describeGrant(grant)} (${revokeStatement(grant, account)})`;
}

/** A change that a rotation would make, as what the account is now. */
function describeChange(account: Account, change: AccountChange): string {
  const name = accountName(account);
  if (change.kind !== "grant" && change.kind !== "revoke") return `${name} differs (${change.kind})`;
  const grants = change.grants.map(describeGrant);
  return `${name} ${change.kind === "grant" ? "lacks" : "has too much"}: ${grants.slice(0, 10).join(", ")}`;
}
