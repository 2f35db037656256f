import { type ErrorCode, RotationError } from "../../../rotation-fn/errors";
import type { Account, AccountChange, AccountDefinition, ListedAccount } from "../../../rotation-fn/ports/account";
import type { Database, DatabaseSession, LoginAnswer, LoginRequest } from "../../../rotation-fn/ports/database";
import type { MemoryAccount } from "./memory-account";
import { MEMORY_MYSQL, type MemoryDialect } from "./memory-dialects";

/**
 * A MySQL or MariaDB as the function sees it, in memory: accounts with two passwords, attributes, grants and locks. What it answers and
 * what its changes do is held against real servers by tests/contracts/memory-ports.slow.test.ts and tests/rotation-fn/mariadb/memory-database.test.ts.
 * One privilege is checked, APPLICATION_PASSWORD_ADMIN: without it no account of MySQL keeps a second password by itself.
 */
export class MemoryDatabase {
  constructor(readonly dialect: MemoryDialect = MEMORY_MYSQL) {}

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
    // The function has no certificate. The server says the same as to a wrong password.
    if (/^(SUBJECT|ISSUER|X509)/.test(account.clauses.get("REQUIRE") ?? "")) return "login_refused";
    if (account.locked) return "account_locked";
    return database === undefined || reaches(account, database) ? "ok" : "missing_privilege";
  }

  /** The port. `isHalf` decides of each change whether only its first statement gets through. */
  port(isHalf: () => boolean = () => false): Database {
    return {
      login: async (request): Promise<LoginAnswer> => {
        const answer = this.check(request);
        if (answer !== "ok") return { kind: "rejected", error: refused(answer, `the login of ${request.username}`) };
        return {
          kind: "accepted",
          session: this.session({ user: request.username, host: "%" }, request.database, isHalf),
        };
      },
    };
  }

  private session(own: Account, database: string | undefined, isHalf: () => boolean): DatabaseSession {
    const held = {};
    const { server } = this.dialect;
    return {
      identity: { account: own, database, server },
      replication: {
        self: async () => ({ uuid: "memory", readOnly: false }),
        replicas: async () => [],
        position: async () => ({ file: "memory", offset: 0 }),
        waitFor: async () => "applied",
      },
      objects: { missingFor: async () => [], definedBy: async () => [] },
      readAccount: async (account) => this.definitionOf(this.accounts.get(keyOf(account))),
      readCredential: async (account) => {
        const found = this.accounts.get(keyOf(account));
        if (found === undefined) return undefined;
        const { plugin, attribute, primary, second } = found;
        const isPrimary = (password: string): boolean => password === primary;
        const hasSecond = server.flavour === "mariadb" ? { hasSecond: second !== undefined } : {};
        return { account, server: server.flavour, plugin, attribute, isPrimary, ...hasSecond };
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
      apply: async (change) => this.apply(change, own, isHalf()),
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

  private apply(change: AccountChange, own: Account, isHalf: boolean): void {
    if (change.kind === "create-database") return;
    const key = keyOf(change.account);
    const account = this.accounts.get(key);
    if (change.kind === "create-account") {
      if (account !== undefined) throw refused("account_not_ours", `CREATE USER ${key}, which exists`);
      this.addLast(this.dialect.created(change), isHalf);
      return;
    }
    if (change.kind === "drop-account") {
      this.accounts.delete(key);
      return;
    }
    if (account === undefined) throw refused("database_refused", `${change.kind} of ${key}, which does not exist`);
    if (change.kind === "rename-account") {
      if (this.accounts.has(keyOf(change.to))) throw refused("database_refused", `${keyOf(change.to)} exists`);
      this.accounts.delete(key);
      this.add({ ...account, account: change.to });
      return;
    }
    const isOwn = key === keyOf(own);
    if (isOwn && change.kind === "change-password" && change.second === "replaced" && !mayKeepTwo(account))
      throw refused("missing_privilege", "RETAIN CURRENT PASSWORD");
    const states = this.dialect.changed(account, change, isOwn);
    if (states === undefined)
      throw refused("password_not_primary", "the password that is replaced is not the first one");
    this.addLast(states, isHalf);
  }

  /** The account after the last statement; after the first one, where the others do not get through. */
  private addLast(states: readonly MemoryAccount[], isHalf: boolean): void {
    const state = isHalf && states.length > 1 ? states[0] : states.at(-1);
    if (state !== undefined) this.add(state);
  }

  private definitionOf(account: MemoryAccount | undefined): AccountDefinition | undefined {
    if (account === undefined) return undefined;
    const { primary: _, second: __, ...definition } = account;
    return this.dialect.server.flavour === "mariadb" ? { server: "mariadb", ...definition } : definition;
  }
}

function mayKeepTwo({ grants }: MemoryAccount): boolean {
  return grants.some((grant) => grant.kind === "dynamic" && grant.privilege === "APPLICATION_PASSWORD_ADMIN");
}

const keyOf = ({ user, host }: Account): string => `${user}@${host}`;

function reaches({ grants }: MemoryAccount, database: string): boolean {
  return grants.some(
    (grant) => grant.kind === "privilege" && /^\*|^`/.test(grant.scope) && grant.scope.includes(database),
  );
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
