import { randomUUID } from "node:crypto";
import { mysqlDatabase } from "../../rotation-fn/adapters/mysql-database";
import { secretsManagerStore } from "../../rotation-fn/adapters/secrets-manager";
import type { AccountChange, Grant } from "../../rotation-fn/ports/account";
import type { Database, DatabaseSession } from "../../rotation-fn/ports/database";
import type { SecretStore } from "../../rotation-fn/ports/secret-store";
import { noUsage } from "../../rotation-fn/ports/usage";
import { MemoryDatabase } from "../support/memory/memory-database";
import { MemorySecrets } from "../support/memory/memory-secrets";
import { testMysql, uniqueName } from "../support/mysql";
import { asRoot, type RotationWorld, rotationWorld } from "../support/rotation-world";

const LONG = { remainingMs: () => 60_000 };

describe("the MySQL in memory and a real one", () => {
  const name = uniqueName("memory");
  const account = { user: name, host: "%" };
  const other = { user: `${name}_b`, host: "%" };
  const privilege = (what: string): Grant => ({ kind: "privilege", privilege: what, scope: `\`${name}\`.*` });
  const dynamic: Grant = { kind: "dynamic", privilege: "APPLICATION_PASSWORD_ADMIN", grantOption: false };

  /** What the admin changes, one after the other; after each, both are looked at. */
  const CHANGES: readonly AccountChange[] = [
    { kind: "create-database", database: name },
    {
      ...{ kind: "create-account", account, password: "Made-1-made-1", plugin: "caching_sha2_password" },
      attribute: { mark: "a", note: 1 },
    },
    {
      ...{ kind: "create-account", account, password: "Made-2-made-2", plugin: "caching_sha2_password" },
      attribute: {},
    },
    { kind: "set-clauses", account, clauses: new Map([["MAX_USER_CONNECTIONS", "50"]]) },
    { kind: "merge-attribute", account, patch: { note: null, more: "b" } },
    { kind: "grant", account, grants: [privilege("SELECT"), privilege("INSERT")] },
    { kind: "grant", account, grants: [dynamic] },
    { kind: "set-password", account, password: "First-1-first-1", second: "kept", attribute: { set: "c" } },
    { kind: "change-password", account, password: "Second-2-second-2", second: "replaced" },
    { kind: "change-password", account, password: "Third-3-third-3", second: "kept" },
    { kind: "revoke", account, grants: [privilege("INSERT")] },
    { kind: "change-password", account, password: "Fourth-4-fourth-4", second: "replaced" },
    { kind: "change-password", account, password: "Fourth-4-fourth-4", second: "replaced" },
    { kind: "end-second-password", account, password: "Fourth-4-fourth-4" },
    { kind: "change-password", account, password: "Fifth-5-fifth-5", second: "replaced" },
    { kind: "change-password", account, password: "Sixth-6-sixth-6", second: "ended" },
    { kind: "lock-account", account },
    { kind: "set-clauses", account, clauses: new Map([["MAX_USER_CONNECTIONS", "0"]]) },
    { kind: "set-password", account, password: "Seventh-7-seventh-7", second: "ended" },
    { kind: "rename-account", account, to: other },
    { kind: "drop-account", account },
    { kind: "retire-account", account: other, password: "Eighth-8-eighth-8" },
    { kind: "drop-account", account: other },
    { kind: "lock-account", account: other },
  ];
  /** Those that may still be somewhere: each is a login, and some thousand rounds of a hash. */
  const latestPasswords = (count: number): readonly string[] =>
    [...new Set(CHANGES.slice(0, count).flatMap((change) => ("password" in change ? [change.password] : [])))].slice(
      -3,
    );
  afterAll(() => asRoot(`DROP DATABASE IF EXISTS ${name}`, `DROP USER IF EXISTS ${name}, ${name}_b`));

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
    for (const [index, change] of CHANGES.entries()) {
      const outcome = await session.apply(change).then(
        () => "applied",
        (error: { effect: string }) => `refused, effect ${error.effect}`,
      );
      seen.push({ after: change.kind, outcome, ...(await observe(database, session, latestPasswords(index + 1))) });
    }
    await session.close();
    return seen;
  }

  it("do the same with every change of an account, and let in the same passwords", async () => {
    const memory = new MemoryDatabase();
    const { admin, caPem } = testMysql();
    memory.add({
      ...{ account: { user: admin.username, host: "%" }, plugin: "caching_sha2_password", locked: false },
      ...{
        primary: admin.password,
        second: undefined,
        clauses: new Map(),
        attribute: {},
        grants: [],
        defaultRoles: [],
      },
    });
    const real = await played(mysqlDatabase([caPem], noUsage(), LONG), admin);
    expect(await played(memory.port(), admin)).toEqual(real);
  }, 120_000);
});

describe("the Secrets Manager in memory and the emulator", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());

  it("do the same with versions and labels", async () => {
    const emulated = await world.secretWith(undefined);
    const memory = new MemorySecrets();
    memory.add("secret", undefined);
    const [a, b, c] = [randomUUID(), randomUUID(), randomUUID()];
    const play = async (store: SecretStore, secretId: string) => {
      const put = (versionId: string, value: string, label: string) => () =>
        store.store({ secretId, versionId, value, label });
      const seen: unknown[] = [];
      for (const change of [
        put(a, "1", "AWSPENDING"),
        put(a, "1", "AWSPENDING"),
        put(a, "2", "AWSPENDING"),
        put(b, "2", "AWSPENDING"),
        () => store.moveCurrent(secretId, b, undefined),
        () => store.moveCurrent(secretId, b, c),
        () => store.moveCurrent(secretId, b, a),
        () => store.removeLabel(secretId, "AWSPENDING", a),
        () => store.removeLabel(secretId, "AWSPENDING", b),
        put(c, "3", "AWSCURRENT"),
        put(a, "1", "AWSCURRENT"),
        () => store.moveCurrent(secretId, a, c),
      ]) {
        const outcome = await change().then(
          () => "done",
          (error: { code: string }) => error.code,
        );
        const { labels } = await store.describe(secretId);
        const read = (selector: object) =>
          store.read(secretId, selector).catch((error: { code: string }) => error.code);
        seen.push({
          outcome,
          labels: [a, b, c].map((id) => [...(labels.get(id) ?? [])].sort()),
          values: await Promise.all([
            ...["AWSCURRENT", "AWSPENDING", "AWSPREVIOUS"].map((label) => read({ label })),
            read({ versionId: b, label: "AWSCURRENT" }),
            read({ versionId: c }),
          ]),
        });
      }
      return seen;
    };
    const real = await play(secretsManagerStore(world.client, noUsage(), LONG), emulated.arn);
    expect(await play(memory.store(), "secret")).toEqual(real);
  });
});
