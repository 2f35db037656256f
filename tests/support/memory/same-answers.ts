import { mysqlDatabase } from "../../../rotation-fn/adapters/mysql-database";
import type { AccountChange, Grant } from "../../../rotation-fn/ports/account";
import type { Database, DatabaseSession } from "../../../rotation-fn/ports/database";
import { noUsage } from "../../../rotation-fn/ports/usage";
import { onMariadb, testMysql, uniqueName } from "../mysql";
import { asRoot } from "../rotation-world";
import { MemoryDatabase } from "./memory-database";
import { MEMORY_MARIADB, MEMORY_MYSQL } from "./memory-dialects";

const LONG = { remainingMs: () => 60_000 };
const name = uniqueName("memory");
const account = { user: name, host: "%" };
const other = { user: `${name}_b`, host: "%" };
const privilege = (what: string): Grant => ({ kind: "privilege", privilege: what, scope: `\`${name}\`.*` });
const dynamic: Grant = { kind: "dynamic", privilege: "APPLICATION_PASSWORD_ADMIN", grantOption: false };

/** What the admin changes, one after the other; after each, both servers are looked at. MySQL does not look at `retain`. */
function changes(): readonly AccountChange[] {
  const plugin = onMariadb() ? "mysql_native_password" : "caching_sha2_password";
  const to = (password: string) => ({ kind: "change-password", account, password }) as const;
  return [
    { kind: "create-database", database: name },
    {
      ...{ kind: "create-account", account, password: "Made-1-made-1", plugin },
      attribute: { rotated_in: "x/1", rotated_for_secret: "a" },
    },
    { kind: "create-account", account, password: "Made-2-made-2", plugin, attribute: {} },
    { kind: "set-clauses", account, clauses: new Map([["MAX_USER_CONNECTIONS", "50"]]) },
    { kind: "merge-attribute", account, patch: { rotated_in: null, rotated_more: "b" } },
    { kind: "merge-attribute", account, patch: { rotated_for_secret: "other" } },
    { kind: "grant", account, grants: [privilege("SELECT"), privilege("INSERT")] },
    ...(onMariadb() ? [] : [{ kind: "grant", account, grants: [dynamic] } as const]),
    {
      ...{ kind: "set-password", account, password: "First-1-first-1", second: "kept" },
      attribute: { rotated_with_rights: "c" },
    },
    { ...to("Second-2-second-2"), second: "replaced", retain: "First-1-first-1" },
    { ...to("Third-3-third-3"), second: "kept" },
    { kind: "revoke", account, grants: [privilege("INSERT")] },
    { ...to("Fourth-4-fourth-4"), second: "replaced", retain: "Third-3-third-3" },
    { ...to("Fourth-4-fourth-4"), second: "replaced", retain: "Third-3-third-3" },
    { kind: "end-second-password", account, password: "Fourth-4-fourth-4" },
    { ...to("Fifth-5-fifth-5"), second: "replaced", retain: "Fourth-4-fourth-4" },
    { ...to("Sixth-6-sixth-6"), second: "ended" },
    { kind: "lock-account", account },
    { kind: "set-clauses", account, clauses: new Map([["MAX_USER_CONNECTIONS", "0"]]) },
    { kind: "set-password", account, password: "Seventh-7-seventh-7", second: "ended" },
    { kind: "rename-account", account, to: other },
    { kind: "drop-account", account },
    { kind: "retire-account", account: other, password: "Eighth-8-eighth-8" },
    { kind: "drop-account", account: other },
    { kind: "lock-account", account: other },
  ];
}

/** Those that may still be somewhere: each is a login, and some thousand rounds of a hash. */
function latestPasswords(done: readonly AccountChange[]): readonly string[] {
  return [...new Set(done.flatMap((change) => ("password" in change ? [change.password] : [])))].slice(-3);
}

async function observe(database: Database, session: DatabaseSession, passwords: readonly string[]) {
  const logins = passwords.map(async (password) => {
    const at = { host: testMysql().host, port: testMysql().port, transport: "verified" } as const;
    const answer = await database.login({ ...at, username: name, password, database: name });
    if (answer.kind !== "accepted") return answer.error.code;
    await answer.session.close();
    return "accepted";
  });
  const definition = await session.readAccount(account);
  const credential = await session.readCredential(account);
  const second = await session.readSecondPassword(account);
  return {
    definition: definition && {
      ...definition,
      grants: definition.grants.map((grant) => JSON.stringify(Object.entries(grant).sort())).sort(),
      clauses: [...definition.clauses].sort(),
    },
    primary: passwords.filter((password) => credential?.isPrimary(password) === true),
    second: passwords.filter((password) => second?.is(password) === true),
    listed: await session.accountsNamed([name, other.user]),
    hosts: await session.hostsOf(name),
    logins: await Promise.all(logins),
  };
}

async function played(database: Database, { username, password }: { username: string; password: string }) {
  const at = { host: testMysql().host, port: testMysql().port, transport: "verified" } as const;
  const answer = await database.login({ ...at, username, password });
  if (answer.kind !== "accepted") throw answer.error;
  const { session } = answer;
  const seen: unknown[] = [];
  const all = changes();
  for (const [index, change] of all.entries()) {
    const outcome = await session.apply(change).then(
      () => "applied",
      (error: { effect: string }) => `refused, effect ${error.effect}`,
    );
    seen.push({
      after: change.kind,
      outcome,
      ...(await observe(database, session, latestPasswords(all.slice(0, index + 1)))),
    });
  }
  await session.close();
  return seen;
}

/** The server in memory and the real one of this run do the same with every change of an account, and let in the same passwords. */
export async function requireSameAnswers(): Promise<void> {
  const memory = new MemoryDatabase(onMariadb() ? MEMORY_MARIADB : MEMORY_MYSQL);
  const { admin, caPem } = testMysql();
  const nothing = { second: undefined, clauses: new Map(), attribute: {}, grants: [], defaultRoles: [] };
  const plugin = memory.dialect.server.passwordPlugin;
  const identity = { user: admin.username, host: "%" };
  memory.add({ account: identity, plugin, locked: false, primary: admin.password, ...nothing });
  try {
    const real = await played(mysqlDatabase([caPem], noUsage(), LONG), admin);
    expect(await played(memory.port(), admin)).toEqual(real);
  } finally {
    await asRoot(`DROP DATABASE IF EXISTS ${name}`, `DROP USER IF EXISTS ${name}, ${name}_b`);
  }
}
