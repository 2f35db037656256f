import type { DeclaredPrivileges } from "../event";
import { type AccountDefinition, accountName, type Grant, type GrantScope } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import type { Log } from "../ports/log";
import type { SecretDescription } from "../ports/secret-store";
import { isWithin, scopesOf } from "../strategies/database-rights";
import { letsIn } from "../strategies/further-accounts";
import { isExpired, isOurs } from "../strategies/mark";
import { describeGrant } from "../strategies/rights";
import { type Deviation, inShort } from "./audit-findings";

/** The privileges that the environment declares, and the scopes that mean its database. */
export interface DeclaredRights {
  readonly privileges: readonly string[];
  readonly scopes: readonly GrantScope[];
}

/** Asks the server how it writes the database as the scope of a grant. */
export async function declaredRights(
  session: DatabaseSession,
  { dbname, privileges }: DeclaredPrivileges,
): Promise<DeclaredRights> {
  return { privileges, scopes: scopesOf(await session.databaseScope(dbname)) };
}

/**
 * Compares the privileges of each account of the secret on its database with those that the environment declares. A rotation copies what
 * was granted by hand, and then the two users are alike; so only this finds it. Rights on anything else are the administrator's
 * to give: they are logged and not counted.
 */
export async function auditDeclared(
  session: DatabaseSession,
  users: readonly string[],
  secret: SecretDescription,
  declared: DeclaredRights,
  log: Log,
): Promise<readonly Deviation[]> {
  const differences: string[] = [];
  for (const listed of await session.accountsNamed(users)) {
    if (!letsIn(listed)) continue;
    const definition = await session.readAccount({ user: listed.user, host: listed.host });
    if (definition === undefined || !isOurs(definition, secret)) continue;
    differences.push(...differencesOf(definition, declared));
    const others = definition.grants.filter((grant) => !isWithin(grant, declared.scopes) && !isOwnPassword(grant));
    if (others.length > 0 && !isExpired(definition)) {
      log.info("rights-elsewhere", {
        account: accountName(definition.account),
        rights: inShort(others.map(describeGrant)),
      });
    }
  }
  if (differences.length === 0) return [];
  return [
    {
      problem:
        `the privileges are not those that the environment declares: ${inShort(differences)}. Provision again, which gives and takes ` +
        "(docs/runbook.md, A privilege was granted by hand), or correct the environment file",
      count: differences.length,
    },
  ];
}

function differencesOf({ account, grants }: AccountDefinition, { privileges, scopes }: DeclaredRights): string[] {
  const name = accountName(account);
  // A mutant survives: there is always a scope.
  const [scope = ""] = scopes;
  const has = grants.flatMap((grant) =>
    // A mutant survives: the kind narrows the type: only a privilege is within a scope.
    isWithin(grant, scopes) && grant.kind === "privilege" ? [grant.privilege] : [],
  );
  const everywhere = grants.flatMap((grant) =>
    // A mutant survives: the kind narrows the type, since nothing but a privilege has this scope; no privilege is named as a mutant's element.
    grant.kind === "privilege" && grant.scope === "*.*" ? [grant.privilege] : [],
  );
  const excess = [...new Set(has)].filter((privilege) => !privileges.includes(privilege));
  const missing = privileges.filter((privilege) => !has.includes(privilege) && !everywhere.includes(privilege));
  return [
    ...excess.map((privilege) => `${name} has ${privilege} on ${scope}, which is not declared`),
    ...missing.map((privilege) => `${name} lacks ${privilege} on ${scope}`),
  ];
}

/** What provisioning gives to a user that changes itself. */
function isOwnPassword(grant: Grant): boolean {
  // A mutant survives: the kind narrows the type: only a dynamic privilege has this name.
  return grant.kind === "dynamic" && grant.privilege === "APPLICATION_PASSWORD_ADMIN";
}

/** The account without the rights that are compared with the environment. */
export function withoutDeclared(
  definition: AccountDefinition,
  declared: DeclaredRights | undefined,
): AccountDefinition {
  if (declared === undefined) return definition;
  return { ...definition, grants: definition.grants.filter((grant) => !isWithin(grant, declared.scopes)) };
}
