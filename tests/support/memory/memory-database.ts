import { serverFeatures } from "../../../rotation-fn/adapters/server-version";
import { type ErrorCode, RotationError } from "../../../rotation-fn/errors";
import {
  type Account,
  type AccountChange,
  type AccountDefinition,
  CLAUSE_DEFAULTS,
  type ClauseName,
  type Grant,
  type ListedAccount,
} from "../../../rotation-fn/ports/account";
import type { Database, DatabaseSession, LoginAnswer, LoginRequest } from "../../../rotation-fn/ports/database";

/** The version whose behaviour is imitated. */
const SERVER = serverFeatures("8.4.6");

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

/**
 * A MySQL as the function sees it, in memory: accounts with two passwords, attributes, grants and locks. What it answers and what its
 * changes do is held against a real server by tests/contracts/memory-ports.slow.test.ts. No account is refused a statement.
 */
export class MemoryDatabase {
  private accounts = new Map<string, MemoryAccount>();
  private readonly locks = new Map<string, object>();

  add(account: MemoryAccount): void {
    this.accounts.set(keyOf(account.account), account);
  }

  find(user: string): MemoryAccount | undefined {
    return this.accounts.get(keyOf({ user, host: "%" }));
  }

  snapshot(): ReadonlyMap<string, MemoryAccount> {
    return new Map(this.accounts);
  }

  restore(snapshot: ReadonlyMap<string, MemoryAccount>): void {
    this.accounts = new Map(snapshot);
    this.endSessions();
  }

  /** The process that had them is gone. */
  endSessions(): void {
    this.locks.clear();
  }

  /** Whether a login would be let in, and why not. */
  check({ username, password, database }: Pick<LoginRequest, "username" | "password" | "database">): ErrorCode | "ok" {
    const account = this.find(username);
    if (account === undefined || (password !== account.primary && password !== account.second)) return "login_refused";
    if (account.locked) return "account_locked";
    return database === undefined || reaches(account, database) ? "ok" : "missing_privilege";
  }

  port(): Database {
    return {
      login: async (request): Promise<LoginAnswer> => {
        const answer = this.check(request);
        if (answer !== "ok") return { kind: "rejected", error: refused(answer, `the login of ${request.username}`) };
        return { kind: "accepted", session: this.session({ user: request.username, host: "%" }, request.database) };
      },
    };
  }

  private session(own: Account, database: string | undefined): DatabaseSession {
    const held = {};
    return {
      identity: { account: own, database, server: SERVER },
      replication: {
        self: async () => ({ uuid: "memory", readOnly: false }),
        replicas: async () => [],
        position: async () => ({ file: "memory", offset: 0 }),
        waitFor: async () => "applied",
      },
      objects: { missingFor: async () => [], definedBy: async () => [] },
      readAccount: async (account) => definitionOf(this.accounts.get(keyOf(account))),
      readCredential: async (account) => {
        const found = this.accounts.get(keyOf(account));
        if (found === undefined) return undefined;
        const { plugin, attribute, primary } = found;
        return { account, server: "mysql", plugin, attribute, isPrimary: (password) => password === primary };
      },
      readSecondPassword: async (account) => {
        const second = this.accounts.get(keyOf(account))?.second;
        return second === undefined ? undefined : { is: (password) => password === second };
      },
      accountsNamed: async (users) =>
        [...this.accounts.values()].filter(({ account }) => users.includes(account.user)).map(listed),
      hostsOf: async (user) =>
        [...this.accounts.values()].filter(({ account }) => account.user === user).map(({ account }) => account.host),
      databaseScope: async (name) => `\`${name}\`.*`,
      apply: async (change) => this.apply(change),
      lock: async (name) => {
        const holder = this.locks.get(name);
        if (holder !== undefined && holder !== held) throw refused("rotation_in_progress", `the lock ${name}`);
        this.locks.set(name, held);
      },
      close: async () => {
        for (const [name, holder] of this.locks) if (holder === held) this.locks.delete(name);
      },
    };
  }

  private apply(change: AccountChange): void {
    if (change.kind === "create-database") return;
    const key = keyOf(change.account);
    const account = this.accounts.get(key);
    if (change.kind === "create-account") {
      if (account !== undefined) throw refused("account_not_ours", `CREATE USER ${key}, which exists`);
      const { plugin, password, attribute } = change;
      const nothing = { clauses: new Map(), grants: [], defaultRoles: [], second: undefined, locked: true };
      this.add({ account: change.account, plugin, attribute, primary: password, ...nothing });
      return;
    }
    if (change.kind === "drop-account") return void this.accounts.delete(key);
    if (account === undefined) throw refused("database_refused", `${change.kind} of ${key}, which does not exist`);
    if (change.kind === "rename-account") {
      if (this.accounts.has(keyOf(change.to))) throw refused("database_refused", `${keyOf(change.to)} exists`);
      this.accounts.delete(key);
      this.add({ ...account, account: change.to });
      return;
    }
    this.accounts.set(key, changed(account, change));
  }
}

type ChangeOfOne = Exclude<
  AccountChange,
  { kind: "create-database" | "create-account" | "drop-account" | "rename-account" }
>;

function changed(account: MemoryAccount, change: ChangeOfOne): MemoryAccount {
  const { attribute, primary, second } = account;
  switch (change.kind) {
    case "set-clauses":
      return { ...account, clauses: withoutDefaults([...account.clauses, ...change.clauses]) };
    case "merge-attribute":
      return { ...account, attribute: merged(attribute, change.patch) };
    case "grant":
      return { ...account, grants: [...without(account.grants, change.grants), ...change.grants] };
    case "revoke":
      return { ...account, grants: without(account.grants, change.grants) };
    case "set-default-roles":
      return { ...account, defaultRoles: change.roles };
    case "set-password":
      return {
        ...account,
        primary: change.password,
        second: change.second === "ended" ? undefined : second,
        locked: change.locked === true,
        plugin: change.plugin ?? account.plugin,
        attribute: merged(attribute, change.attribute ?? {}),
      };
    case "change-password":
      if (change.replacing !== undefined && change.replacing !== primary)
        throw refused("password_not_primary", "the password that is replaced is not the first one");
      return {
        ...account,
        primary: change.password,
        second: change.second === "ended" ? undefined : change.second === "replaced" ? primary : second,
      };
    case "end-second-password":
      return { ...account, second: undefined };
    case "lock-account":
      return { ...account, locked: true };
    case "retire-account":
      return { ...account, primary: change.password, second: undefined, locked: true };
  }
}

const keyOf = ({ user, host }: Account): string => `${user}@${host}`;

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

function merged(
  attribute: Readonly<Record<string, unknown>>,
  patch: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries({ ...attribute, ...patch }).filter(([, value]) => value !== null));
}

function reaches({ grants }: MemoryAccount, database: string): boolean {
  return grants.some(
    (grant) => grant.kind === "privilege" && /^\*|^`/.test(grant.scope) && grant.scope.includes(database),
  );
}

function definitionOf(account: MemoryAccount | undefined): AccountDefinition | undefined {
  if (account === undefined) return undefined;
  const { primary: _, second: __, ...definition } = account;
  return definition;
}

function listed({ account, second, locked, plugin }: MemoryAccount): ListedAccount {
  return { ...account, hasSecondPassword: second !== undefined, isLocked: locked, plugin };
}

function refused(code: ErrorCode, what: string): RotationError {
  return new RotationError(
    code,
    { problem: `${what} was refused`, remedy: "none: this is a test" },
    { effect: "none" },
  );
}
