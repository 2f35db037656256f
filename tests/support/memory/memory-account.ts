import {
  type Account,
  type AccountChange,
  CLAUSE_DEFAULTS,
  type ClauseName,
  type Grant,
} from "../../../rotation-fn/ports/account";

/** An account as the server in memory keeps it. It never changes: a change makes another one. */
export interface MemoryAccount {
  readonly account: Account;
  readonly plugin: string;
  readonly locked: boolean;
  readonly primary: string;
  readonly second: string | undefined;
  readonly clauses: ReadonlyMap<ClauseName, string>;
  readonly attribute: Readonly<Record<string, unknown>>;
  readonly grants: readonly Grant[];
  readonly defaultRoles: readonly Account[];
}

/** Whose password it is, and for what: the changes of one account that exists. */
export type ChangeOfOne = Exclude<
  AccountChange,
  { kind: "create-database" | "create-account" | "drop-account" | "rename-account" }
>;

type CreateAccount = Extract<AccountChange, { kind: "create-account" }>;

/** A new account, as MySQL makes it in one statement. */
export function created({ account, plugin, password, attribute }: CreateAccount): MemoryAccount {
  const nothing = { clauses: new Map(), grants: [], defaultRoles: [], second: undefined };
  return { account, plugin, attribute, primary: password, locked: true, ...nothing };
}

/** What a change that is no password makes of an account: the same on MySQL and MariaDB. Undefined for the others. */
export function withoutPasswords(account: MemoryAccount, change: ChangeOfOne): MemoryAccount | undefined {
  switch (change.kind) {
    case "set-clauses":
      return { ...account, clauses: withoutDefaults([...account.clauses, ...change.clauses]) };
    case "merge-attribute":
      return { ...account, attribute: merged(account.attribute, change.patch) };
    case "grant":
      return { ...account, grants: [...without(account.grants, change.grants), ...change.grants] };
    case "revoke":
      return { ...account, grants: without(account.grants, change.grants) };
    case "set-default-roles":
      return { ...account, defaultRoles: change.roles };
    case "lock-account":
      return { ...account, locked: true };
    default:
      return undefined;
  }
}

export function merged(
  attribute: Readonly<Record<string, unknown>>,
  patch: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries({ ...attribute, ...patch }).filter(([, value]) => value !== null));
}

/** A grant with or without its option is one grant. */
function grantKey(grant: Grant): string {
  const { grantOption: _, adminOption: __, ...rest } = { grantOption: false, adminOption: false, ...grant };
  return JSON.stringify(Object.entries(rest).sort());
}

function without(grants: readonly Grant[], taken: readonly Grant[]): readonly Grant[] {
  const keys = new Set(taken.map(grantKey));
  return grants.filter((grant) => !keys.has(grantKey(grant)));
}

function withoutDefaults(clauses: readonly (readonly [ClauseName, string])[]): ReadonlyMap<ClauseName, string> {
  return new Map([...new Map(clauses)].filter(([name, value]) => CLAUSE_DEFAULTS[name] !== value));
}
