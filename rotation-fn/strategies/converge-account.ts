import { isDeepStrictEqual } from "node:util";
import { generatePassword } from "../password";
import {
  type Account,
  type AccountAttribute,
  type AccountChange,
  type AccountClauses,
  type AccountDefinition,
  CLAUSE_DEFAULTS,
  type ClauseName,
  sameAccount,
} from "../ports/account";
import type { PasswordPolicy } from "../settings";
import { convergeGrants } from "./converge-grants";
import { type Mark, OWN_KEYS } from "./mark";

/**
 * The changes that make `target` like `source` in all but its name and its password: grants, roles, default roles, TLS rule,
 * limits, password rules, attribute. `existing` is the target as it is, or undefined when there is none yet; then it is made
 * locked first, with a password of the function's own policy that is not stored. The password that counts is not among them: the
 * caller sets it, as the last write.
 */
export function convergeAccount(
  source: AccountDefinition,
  target: Account,
  existing: AccountDefinition | undefined,
  mark: Mark,
  passwordPolicy: PasswordPolicy,
): AccountChange[] {
  const actual = existing ?? emptyAccount(target, source.plugin);
  const roleChanges: AccountChange[] = sameAccounts(source.defaultRoles, actual.defaultRoles)
    ? []
    : [{ kind: "set-default-roles", account: target, roles: source.defaultRoles }];
  return [
    ...(existing === undefined
      ? ([
          {
            kind: "create-account",
            account: target,
            plugin: source.plugin,
            password: generatePassword(passwordPolicy),
            attribute: mark,
          },
        ] as const)
      : []),
    ...clauseChanges(target, actual.clauses, source.clauses),
    ...attributeChanges(target, existing === undefined ? mark : actual.attribute, { ...foreignPart(source), ...mark }),
    ...convergeGrants(target, actual.grants, source.grants),
    ...roleChanges,
  ];
}

function emptyAccount(account: Account, plugin: string): AccountDefinition {
  // Stryker disable next-line BooleanLiteral: no change depends on it; create-account always locks.
  return { account, plugin, locked: true, clauses: new Map(), attribute: {}, grants: [], defaultRoles: [] };
}

function clauseChanges(account: Account, actual: AccountClauses, wanted: AccountClauses): AccountChange[] {
  const different = (Object.keys(CLAUSE_DEFAULTS) as ClauseName[]).filter(
    (name) => (actual.get(name) ?? CLAUSE_DEFAULTS[name]) !== (wanted.get(name) ?? CLAUSE_DEFAULTS[name]),
  );
  if (different.length === 0) return [];
  const clauses = new Map(different.map((name) => [name, wanted.get(name) ?? CLAUSE_DEFAULTS[name]]));
  // From an interval the server goes to DEFAULT by way of NEVER only: it accepts the direct way and does nothing (measured, 9.7.4).
  const detour =
    // Stryker disable next-line OptionalChaining: DEFAULT is sent only where the account has the clause.
    clauses.get("PASSWORD EXPIRE") === "DEFAULT" && actual.get("PASSWORD EXPIRE")?.startsWith("INTERVAL")
      ? [{ kind: "set-clauses", account, clauses: new Map([["PASSWORD EXPIRE", "NEVER"] as const]) } as const]
      : [];
  return [...detour, { kind: "set-clauses", account, clauses }];
}

/** What other people keep in an account's ATTRIBUTE. */
function foreignPart({ attribute }: AccountDefinition): AccountAttribute {
  return Object.fromEntries(Object.entries(attribute).filter(([key]) => !OWN_KEYS.includes(key)));
}

function attributeChanges(account: Account, actual: AccountAttribute, wanted: AccountAttribute): AccountChange[] {
  const patch = mergePatch(actual, wanted);
  for (const key of OWN_KEYS) if (!(key in wanted)) delete patch[key];
  return Object.keys(patch).length === 0 ? [] : [{ kind: "merge-attribute", account, patch }];
}

/** What makes one object into the other by the rule of RFC 7396, by which the server merges: inner objects are merged, too. */
function mergePatch(actual: JsonObject, wanted: JsonObject): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(wanted)) {
    const before = actual[key];
    if (isDeepStrictEqual(before, value)) continue;
    patch[key] = isObject(before) && isObject(value) ? mergePatch(before, value) : value;
  }
  for (const key of Object.keys(actual)) if (!(key in wanted)) patch[key] = null;
  return patch;
}

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sameAccounts(some: readonly Account[], others: readonly Account[]): boolean {
  return some.length === others.length && some.every((one) => others.some((other) => sameAccount(one, other)));
}
