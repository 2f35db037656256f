import { MADE_BY_HAND, type ManualUser, type ManualUserOptions, manualUser } from "../../support/manual-user";
import { onMariadb } from "../../support/mysql";
import { adminSecret } from "../../support/own-admin";
import { describeOwnServer, type OwnMysql } from "../../support/own-mysql";
import { type ReplicaPair, startReplicable, startReplicaPair } from "../../support/replica-pair";
import { type RotationWorld, rotationWorld, uniqueNames } from "../../support/rotation-world";
import { skippedBecause } from "../../support/skipped-because";

const refused = (code: string) => expect.objectContaining({ code, effect: "none" });

const describeReaders = skippedBecause(
  onMariadb() ? "a reader of MariaDB is refused, which the MariaDB tests show" : undefined,
  describeOwnServer,
);

describeReaders("25. A reader in the secret that is not the writer's", () => {
  let pair: ReplicaPair;
  let other: OwnMysql;
  let world: RotationWorld;
  beforeAll(async () => {
    [pair, other] = await Promise.all([startReplicaPair(), startReplicable(3)]);
    world = await rotationWorld({}, { mysql: pair.writer, trusted: () => `${pair.caPem}${other.caPem}` });
  }, 60_000);
  afterAll(async () => {
    await world?.close();
    await Promise.all([pair?.end(), other?.end()]);
  });

  /** What a restored snapshot has in common with its original: the accounts and their passwords, the admin's among them. */
  const restoredAt = async (server: OwnMysql, { username, dbname }: ManualUser): Promise<void> => {
    const { admin } = pair.writer;
    await server.run(
      "SET GLOBAL super_read_only = OFF",
      "SET GLOBAL read_only = OFF",
      `CREATE DATABASE IF NOT EXISTS \`${dbname}\``,
      `CREATE USER '${username}'@'%' IDENTIFIED BY '${MADE_BY_HAND}'`,
      `GRANT SELECT ON \`${dbname}\`.* TO '${username}'@'%'`,
      `ALTER USER '${admin.username}'@'%' IDENTIFIED BY '${admin.password}'`,
    );
  };
  const usersOf = async (server: OwnMysql): Promise<string> =>
    JSON.stringify(await server.run("SELECT User, Host, authentication_string, User_attributes FROM mysql.user"));
  const made = async (options: ManualUserOptions = {}): Promise<ManualUser> => {
    const one = await manualUser(world, { mysql: pair.writer, value: pair.value, ...options });
    await pair.caughtUp();
    return one;
  };
  const begun = async (one: ManualUser): Promise<string> => {
    const token = await one.secret.begin();
    await one.secret.step("createSecret", token);
    return token;
  };
  /** setSecret for this address; the error, and whether any account of any server was touched. */
  const failure = async (one: ManualUser, address: object) => {
    await one.secret.put({ ...(await one.secret.value()), ...address });
    const token = await begun(one);
    const servers = [pair.writer, pair.reader, other];
    const before = await Promise.all(servers.map(usersOf));
    const error: unknown = await one.secret.step("setSecret", token).catch((thrown: unknown) => thrown);
    expect(await Promise.all(servers.map(usersOf))).toEqual(before);
    return error as Error;
  };

  it("a read-only server that follows somebody else, or nobody, with the same accounts", async () => {
    const one = await made();
    await restoredAt(other, one);
    await other.run("SET GLOBAL super_read_only = ON");
    const error = await failure(one, { port: other.port });
    expect(error).toEqual(refused("host_mismatch"));
    expect(error.message).toMatch(
      /^localhost:\d+ does not follow 127\.0\.0\.1:\d+, which "writerHost" names as its writer; found: the reader is [0-9a-f-]{36}, and following the writer: [0-9a-f-]{36};/,
    );
  });

  it("a database restored from a snapshot of the writer, named as the writer: its accounts are not touched", async () => {
    const one = await made();
    await restoredAt(other, one);
    const error = await failure(one, { writerPort: other.port });
    expect(error).toEqual(refused("host_mismatch"));
    expect(error.message).toMatch(/found: the reader is [0-9a-f-]{36}, and following the writer: none;/);
  });

  it("a server that takes changes itself, beside another one that is named as its writer", async () => {
    const one = await made();
    const error = await failure(one, { port: pair.writer.port, writerPort: pair.writer.port });
    expect(error).toEqual(refused("host_mismatch"));
    expect(error.message).toMatch(
      /"localhost" and "127\.0\.0\.1", and the first takes changes itself \(read_only is off\)/,
    );
  });

  it("two writers, one named by the value and one by the admin secret", async () => {
    const masterarn = await adminSecret(world, { ...pair.writer.admin, host: "writer.example" });
    const error = await failure(await made({ value: { ...pair.value, masterarn } }), {});
    expect(error).toEqual(refused("host_mismatch"));
    expect(error.message).toMatch(/name different writers; found: "127\.0\.0\.1" and "writer\.example"/);
  });

  it("an admin that may not ask the writer who follows it: said as such", async () => {
    const one = await made();
    await pair.writer.run(
      "CREATE USER 'poor'@'%' IDENTIFIED BY 'of-a-poor-Admin-1'",
      "GRANT CREATE USER ON *.* TO 'poor'@'%'",
    );
    const masterarn = await adminSecret(world, { username: "poor", password: "of-a-poor-Admin-1" });
    const error = await failure(one, { masterarn });
    expect(error).toEqual(refused("missing_privilege"));
    expect(error.message).toMatch(/REPLICATION SLAVE/);
  });

  it("single-user, before anything is stored: who changes itself cannot ask the writer", async () => {
    const one = await made({ tags: [{ Key: "rotation:strategy", Value: "single-user" }] });
    const step = begun(one);
    await expect(step).rejects.toThrow(refused("bad_secret_value"));
    await expect(step).rejects.toThrow(/allowed: a reader with alternating-users, or with admin-rotated/);
    await expect(one.secret.value("AWSPENDING")).rejects.toThrow();
  });

  it("admin-rotated, whose current password works nowhere: the reader's own answer is needed", async () => {
    const one = await made({ tags: [{ Key: "rotation:strategy", Value: "admin-rotated" }] });
    const token = await begun(one);
    await pair.writer.run(`ALTER USER '${one.username}'@'%' PASSWORD EXPIRE`);
    await pair.caughtUp();
    await expect(one.secret.step("setSecret", token)).rejects.toThrow(refused("bad_secret_value"));
  });

  it.each([
    ["the reader alone", "localhost", /"127\.0\.0\.1"; allowed: localhost/],
    ["the writer alone", "127.0.0.1", /"localhost"; allowed: 127\.0\.0\.1/],
  ])(
    "a host that is not on the function's list, before anything is stored: %s is on it",
    async (_, allowed, message) => {
      const strict = await rotationWorld({ ALLOWED_DATABASE_HOSTS: allowed }, { mysql: pair.writer });
      try {
        const one = await manualUser(strict, { mysql: pair.writer, value: pair.value });
        const step = begun(one);
        await expect(step).rejects.toThrow(refused("host_mismatch"));
        await expect(step).rejects.toThrow(message);
        await expect(one.secret.value("AWSPENDING")).rejects.toThrow();
      } finally {
        await strict.close();
      }
    },
  );
});

describe("25. RDS Proxy and reader endpoints, told by their names before anything is stored", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());

  const createSecret = async (value: object, strategy = "admin-rotated"): Promise<unknown> => {
    const first = { engine: "mysql", password: "x", masterarn: world.adminArn, ...uniqueNames(), ...value };
    const secret = await world.secretWith(JSON.stringify(first), [{ Key: "rotation:strategy", Value: strategy }]);
    world.logs();
    const answer = await secret.step("createSecret", await secret.begin()).catch((error: unknown) => error);
    if (answer instanceof Error) await expect(secret.value("AWSPENDING")).rejects.toThrow();
    return answer;
  };
  const PROXY = "shop.proxy-abc123def456.eu-west-1.rds.amazonaws.com";

  it.each([
    [
      "a proxy",
      { host: PROXY },
      /^"host" of the secret is an RDS Proxy.*say "proxyHost"; behind a proxy use admin-rotated/,
    ],
    [
      "an endpoint of a proxy",
      { host: "reports.endpoint.proxy-abc123def456.cn-north-1.rds.amazonaws.com.cn" },
      /^"host" of the secret is an RDS Proxy/,
    ],
    [
      "a proxy named as the writer",
      { host: "db.example", writerHost: PROXY },
      /^"writerHost" of the secret is an RDS Proxy/,
    ],
    [
      "a reader endpoint",
      { host: "shop.cluster-ro-abc123def456.eu-west-1.rds.amazonaws.com" },
      /^"host" of the secret is a reader endpoint.*the same name without "-ro"/,
    ],
  ])("%s is refused", async (_, value, message) => {
    const error = await createSecret(value);
    expect(error).toEqual(refused("bad_secret_value"));
    expect((error as Error).message).toMatch(message);
  });

  it.each([
    "shop.abc123def456.eu-west-1.rds.amazonaws.com",
    "shop.cluster-abc123def456.eu-west-1.rds.amazonaws.com",
    "proxy-of-the-shop.example",
  ])("%s is not", async (host) => {
    expect(await createSecret({ host })).toMatchObject({ result: "done" });
  });

  it("a proxy's address in a key of one's own is fine, and of no use to two users in turn, which is said at every rotation", async () => {
    const value = { host: "shop.abc123def456.eu-west-1.rds.amazonaws.com", proxyHost: PROXY };
    for (const [strategy, warnings] of [["alternating-users", 1] as const, ["admin-rotated", 0] as const]) {
      expect(await createSecret(value, strategy)).toMatchObject({ result: "done" });
      const warned = world.logs().filter(({ event }) => event === "alternating-users-behind-proxy");
      expect(warned).toHaveLength(warnings);
      if (warnings > 0) expect(warned).toEqual([expect.objectContaining({ level: "warn", proxy: PROXY })]);
    }
  });
});
