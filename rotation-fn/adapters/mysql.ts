import { type LoginEndpoint, RotationError } from "../errors";
import {
  type Account,
  type AccountChange,
  type AccountCredential,
  type AccountDefinition,
  accountName,
  type GrantScope,
  type ListedAccount,
  type StoredPassword,
  sameAccount,
} from "../ports/account";
import type { Deadline } from "../ports/clock";
import type { DatabaseSession, Identity } from "../ports/database";
import type { DatabaseObjects } from "../ports/database-objects";
import type { Usage } from "../ports/usage";
import { listAccounts, secondPasswordOf } from "./account-list";
import { takeLock } from "./account-lock";
import { databaseObjects } from "./database-objects";
import { scopeOf } from "./database-scope";
import type { AccountRows, Dialect } from "./dialect";
import { withLacking } from "./lacking-privileges";
import { MARIADB } from "./mariadb-dialect";
import { changesMode } from "./mariadb-statements";
import { MYSQL } from "./mysql-dialect";
import type { Cells, DriverConnection } from "./mysql-driver";
import { type Attempt, translateDriverError } from "./mysql-errors";
import { MysqlReplication } from "./mysql-replication";
import { serverFeatures } from "./server-version";
import { accountSql } from "./sql-text";
import { afterAnother, isMissingAccount, namingObjects } from "./statement-errors";
import { isTimeout, outOfTime, timeLeft } from "./time-left";

const STATEMENT_TIMEOUT_MS = 10_000;
/**
 * A statement that waits for another session's lock must be answered (1205) before its own time is over: otherwise it looks like a silent
 * network, and stays queued in the server, which executes it after the caller has given up.
 */
const LOCK_MARGIN_MS = 2_000;

/** A session that is logged in, once {@link MysqlSession.open} has told who it is. */
export class MysqlSession implements DatabaseSession {
  private known: Identity | undefined;
  private closed = false;
  private prepared = false;
  private rolesActive = false;

  constructor(
    private readonly connection: DriverConnection,
    private readonly usage: Usage,
    private readonly deadline: Deadline,
    private readonly secrets: string[],
    private readonly endpoint: LoginEndpoint,
  ) {}

  get identity(): Identity {
    if (this.known === undefined) throw new TypeError("the session is not open");
    return this.known;
  }

  get replication(): MysqlReplication {
    const query = this.query.bind(this);
    return new MysqlReplication(query, () => this.activateRoles(), this.identity.server, this.deadline);
  }

  get objects(): DatabaseObjects {
    return databaseObjects(async (sql, what, values) => {
      await this.activateRoles();
      return this.query(sql, what, values);
    });
  }

  /** Asks who we are, as a part of the login. Most sessions are for nothing else, so only the first further statement prepares more. */
  async open(what: string): Promise<void> {
    const asking = { ...this.attempt(what), during: "login" as const };
    const [row] = await this.run("SELECT CURRENT_USER(), DATABASE(), VERSION()", [], asking);
    const [account, database, version] = row ?? [];
    const [, user, host] = /^(.*)@([^@]*)$/s.exec(account ?? "") ?? [];
    if (user === undefined || host === undefined || typeof version !== "string") {
      throw new RotationError("database_refused", {
        problem: "the server does not say which account is logged in",
        remedy: "check that the host is a MySQL server",
      });
    }
    this.known = { account: { user, host }, database: database ?? undefined, server: serverFeatures(version) };
  }

  private get dialect(): Dialect {
    return this.identity.server.flavour === "mariadb" ? MARIADB : MYSQL;
  }

  private async prepare(): Promise<void> {
    if (this.prepared) return;
    this.prepared = true;
    const what = "preparing the session";
    const boundMs = timeLeft(this.deadline, STATEMENT_TIMEOUT_MS, what);
    const lockWaitSeconds = Math.max(1, Math.floor((boundMs - LOCK_MARGIN_MS) / 1_000));
    await this.run(this.dialect.prepare(this.identity.server, lockWaitSeconds), [], this.attempt(what));
  }

  private async activateRoles(): Promise<void> {
    if (this.rolesActive || this.dialect.activateRoles === undefined) return;
    this.rolesActive = true;
    await this.query(this.dialect.activateRoles, "activating the roles");
  }

  async readAccount(account: Account): Promise<AccountDefinition | undefined> {
    const rows = await this.readRows(account, true);
    return rows && this.dialect.definition(rows, this.identity.server);
  }

  async readCredential(account: Account): Promise<AccountCredential | undefined> {
    const rows = await this.readRows(account, this.dialect.marksInGrants);
    return rows && this.dialect.credential(rows, this.identity.server);
  }

  private async readRows(account: Account, withGrants: boolean): Promise<AccountRows | undefined> {
    if (!this.isOwn(account)) await this.activateRoles();
    const what = `reading the account ${accountName(account)}`;
    const shown = await this.query(`SHOW CREATE USER ${accountSql(account)}`, what).catch((error: unknown) => {
      if (isMissingAccount(error)) return undefined;
      throw error;
    });
    const createUser = shown?.[0]?.[0] ?? undefined;
    if (createUser === undefined) return undefined;
    const grants = withGrants ? await this.query(`SHOW GRANTS FOR ${accountSql(account)}`, what) : [];
    return { account, createUser, grants: grants.map(([row]) => row ?? "") };
  }

  async readSecondPassword(account: Account): Promise<StoredPassword | undefined> {
    await this.activateRoles();
    return secondPasswordOf(this.query.bind(this), this.dialect, account);
  }

  async hostsOf(user: string): Promise<readonly string[]> {
    await this.activateRoles();
    const rows = await this.query(
      `SELECT Host FROM mysql.user WHERE User = ?${this.dialect.accountsOnly}`,
      `looking for accounts named '${user}'`,
      [user],
    );
    return rows.map(([host]) => host ?? "");
  }

  async accountsNamed(users: readonly string[]): Promise<readonly ListedAccount[]> {
    await this.activateRoles();
    return listAccounts(this.query.bind(this), this.dialect, users);
  }

  async databaseScope(database: string): Promise<GrantScope> {
    const variables = "('partial_revokes', 'lower_case_table_names')";
    const rows = await this.query(
      `SHOW GLOBAL VARIABLES WHERE Variable_name IN ${variables}`,
      "asking how names are read",
    );
    return scopeOf(database, new Map(rows.map(([name, value]) => [name ?? "", value ?? ""])));
  }

  async apply(change: AccountChange): Promise<void> {
    const holdsPassword = "password" in change;
    if ("password" in change) this.secrets.push(change.password);
    if (change.kind === "change-password" && change.retain !== undefined) this.secrets.push(change.retain);
    await this.prepare();
    const own = "account" in change && this.isOwn(change.account);
    if (!own) await this.activateRoles();
    const { server } = this.identity;
    const statements = await this.dialect.statements(change, own, server, (account) => this.readRows(account, true));
    const what = `the change "${change.kind}"${"account" in change ? ` of ${accountName(change.account)}` : ""}`;
    for (const [index, statement] of statements.entries()) {
      // Of a refused grant the server says who may not, and not what: the statement does.
      const detail = change.kind === "grant" || change.kind === "revoke" ? ` (${statement.slice(0, 300)})` : "";
      const attempt = { ...this.attempt(what + detail), holdsPassword, canChange: true };
      await this.run(statement, [], attempt).catch(async (error: unknown) => {
        if (changesMode(statements)) this.prepared = false;
        const told = await withLacking(error, change, () => this.readAccount(this.identity.account));
        throw await namingObjects(index === 0 ? told : afterAnother(told), change, this.objects);
      });
    }
  }

  async lock(name: string, timeoutMs: number): Promise<void> {
    const query: typeof this.query = (sql, what, values) => this.query(sql, what, values);
    await takeLock(name, timeoutMs, { query, user: this.identity.account.user, deadline: this.deadline });
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.connection.close();
  }

  private isOwn(account: Account): boolean {
    return sameAccount(account, this.identity.account);
  }

  /** A statement that reads. */
  private attempt(what: string): Attempt {
    const { endpoint, secrets } = this;
    return { what, during: "statement", endpoint, secrets, holdsPassword: false, canChange: false };
  }

  private async query(sql: string, what: string, values: readonly (string | number)[] = []): Promise<readonly Cells[]> {
    await this.prepare();
    return this.run(sql, values, this.attempt(what));
  }

  private async run(sql: string, values: readonly (string | number)[], attempt: Attempt): Promise<readonly Cells[]> {
    const timeout = timeLeft(this.deadline, STATEMENT_TIMEOUT_MS, attempt.what);
    this.usage.statements++;
    try {
      return await this.connection.query(sql, values, timeout);
    } catch (thrown) {
      // With its full time it is the server that is silent. With less, all that is known is that the time is over.
      if (timeout < STATEMENT_TIMEOUT_MS && isTimeout(thrown))
        throw outOfTime(`the answer to ${attempt.what}`, attempt.canChange ? "unknown" : "none", attempt.endpoint);
      throw translateDriverError(thrown, attempt).error;
    }
  }
}
