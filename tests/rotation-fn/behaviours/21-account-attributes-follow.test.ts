import type { Connection } from "mysql2/promise";
import { mysqlDatabase } from "../../../rotation-fn/adapters/mysql-database";
import type { DatabaseSession } from "../../../rotation-fn/ports/database";
import { noUsage } from "../../../rotation-fn/ports/usage";
import { readSettings } from "../../../rotation-fn/settings";
import { convergeAccount } from "../../../rotation-fn/strategies/converge-account";
import { markFor } from "../../../rotation-fn/strategies/mark";
import { manualUser } from "../../support/manual-user";
import { itOnMysql, onMariadb, rootConnection, testMysql } from "../../support/mysql";
import { definitionOf, type RotationWorld, rotationWorld, uniqueNames } from "../../support/rotation-world";

/** A function can meet these: an account that it can log in to. */
const ON_MYSQL: Readonly<Record<string, string>> = {
  "the plugin": "",
  "resource limits":
    "WITH MAX_QUERIES_PER_HOUR 1000 MAX_UPDATES_PER_HOUR 900 MAX_CONNECTIONS_PER_HOUR 800 MAX_USER_CONNECTIONS 7",
  "REQUIRE SSL": "REQUIRE SSL",
  "expiry, history, reuse and the current password":
    "PASSWORD EXPIRE INTERVAL 90 DAY PASSWORD HISTORY 4 PASSWORD REUSE INTERVAL 30 DAY PASSWORD REQUIRE CURRENT",
  "the opposite of each default":
    "PASSWORD EXPIRE NEVER PASSWORD HISTORY 0 PASSWORD REUSE INTERVAL 0 DAY PASSWORD REQUIRE CURRENT OPTIONAL",
  "the policy for failed logins": "FAILED_LOGIN_ATTEMPTS 3 PASSWORD_LOCK_TIME 2",
  "the policy for failed logins, without an end": "FAILED_LOGIN_ATTEMPTS 1 PASSWORD_LOCK_TIME UNBOUNDED",
  "a comment": "COMMENT 'it''s the shop''s \\\\ \"own\"'",
  "an attribute": `ATTRIBUTE '{"team": "shop", "since": [2019, {"deep": null}], "deep": {"er": [1], "est": {"x": 1.50}}, "big": 12345678901234567890}'`,
};

const ON_MARIADB: Readonly<Record<string, string>> = {
  "the plugin": "",
  "resource limits":
    "WITH MAX_QUERIES_PER_HOUR 1000 MAX_UPDATES_PER_HOUR 900 MAX_CONNECTIONS_PER_HOUR 800 MAX_USER_CONNECTIONS 7 MAX_STATEMENT_TIME 2.5",
  "REQUIRE SSL": "REQUIRE SSL",
  expiry: "PASSWORD EXPIRE INTERVAL 90 DAY",
  "the opposite of its default": "PASSWORD EXPIRE NEVER",
};

const ROTATABLE = onMariadb() ? ON_MARIADB : ON_MYSQL;
/** `mysql_native_password` is off in 8.4 and gone in 9. */
const OTHER_PLUGINS = ["sha256_password", ...(testMysql().version.startsWith("8.0.") ? ["mysql_native_password"] : [])];

describe("21. Account attributes follow", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());

  it.each(Object.entries(ROTATABLE))("%s", async (_, clauses) => {
    const made = await manualUser(world, { clauses });
    const wanted = await made.definition(made.username);
    await made.secret.rotate();
    expect(await made.definition(made.clone)).toBe(await made.definition(made.username));
    expect(stripped(await made.definition(made.clone))).toBe(stripped(wanted));
  });

  itOnMysql().each(OTHER_PLUGINS)(
    "the plugin, when it is %s and not the default, and when it changes later",
    async (plugin) => {
      const made = await manualUser(world);
      await made.sql(`ALTER USER \`${made.username}\`@'%' IDENTIFIED WITH ${plugin} BY 'made-by-Hand-1'`);
      await made.secret.rotate();
      expect(await made.definition(made.clone)).toContain(`IDENTIFIED WITH '${plugin}'`);
      expect(await made.query(await made.secret.value(), "SELECT 1")).toEqual(["1"]);
      const { password } = await made.secret.value();
      await made.sql(`ALTER USER \`${made.clone}\`@'%' IDENTIFIED WITH caching_sha2_password BY '${password}'`);
      await made.secret.rotate();
      expect(await made.definition(made.username)).toMatch(/IDENTIFIED WITH 'caching_sha2_password'/);
      expect(await made.query(await made.secret.value(), "SELECT 1")).toEqual(["1"]);
    },
  );

  it("everything, when all of it changes between two rotations, and when all of it goes back to the defaults", async () => {
    const made = await manualUser(world);
    await made.secret.rotate();
    const all = Object.values(ROTATABLE).filter((clauses) => !/NEVER|COMMENT|UNBOUNDED/.test(clauses));
    await made.sql(...all.filter(Boolean).map((clauses) => `ALTER USER \`${made.clone}\`@'%' ${clauses}`));
    await made.secret.rotate();
    expect(await made.definition(made.username)).toBe(await made.definition(made.clone));
    await made.sql(
      `ALTER USER \`${made.username}\`@'%' REQUIRE NONE WITH MAX_QUERIES_PER_HOUR 0 MAX_UPDATES_PER_HOUR 0
       MAX_CONNECTIONS_PER_HOUR 0 MAX_USER_CONNECTIONS 0 ${onMariadb() ? "MAX_STATEMENT_TIME 0 " : ""}PASSWORD EXPIRE NEVER` +
        (onMariadb()
          ? ""
          : ` PASSWORD HISTORY DEFAULT PASSWORD REUSE INTERVAL DEFAULT PASSWORD REQUIRE CURRENT DEFAULT
       FAILED_LOGIN_ATTEMPTS 0 PASSWORD_LOCK_TIME 0 ATTRIBUTE '{"team": null, "since": null, "deep": null, "big": null}'`),
    );
    // One statement does not get there from an interval.
    await made.sql(`ALTER USER \`${made.username}\`@'%' PASSWORD EXPIRE DEFAULT`);
    await made.secret.rotate();
    expect(await made.definition(made.clone)).toBe(await made.definition(made.username));
    if (!onMariadb()) expect(await made.definition(made.clone)).toContain("PASSWORD EXPIRE DEFAULT");
    expect(await made.definition(made.clone)).not.toMatch(/team|INTERVAL 90|MAX_|FAILED_LOGIN/);
  });

  itOnMysql()("a key deep inside of an attribute, when it is taken away or changed", async () => {
    const made = await manualUser(world, { clauses: `ATTRIBUTE '{"a": {"b": 1, "c": {"d": 2, "e": 3}}}'` });
    await made.secret.rotate();
    await made.sql(
      `ALTER USER \`${made.clone}\`@'%' ATTRIBUTE '{"a": {"b": null, "c": {"d": [4], "e": null, "f": 5}}}'`,
    );
    await made.secret.rotate();
    expect(await made.definition(made.username)).toContain('{"a": {"c": {"d": [4], "f": 5}}}');
    expect(await made.definition(made.username)).toBe(await made.definition(made.clone));
  });

  it("a locked clone is unlocked, and only with its password", async () => {
    const made = await manualUser(world);
    await made.secret.rotate();
    await made.sql(`ALTER USER \`${made.username}\`@'%' ACCOUNT LOCK`);
    await made.secret.rotate();
    expect((await made.secret.value()).username).toBe(made.username);
    expect(await made.query(await made.secret.value(), "SELECT 1")).toEqual(["1"]);
  });
});

/** A client certificate would be needed to log in to these, so a rotation never gets that far; the copy itself is proved. */
describe("21. Account attributes follow, TLS rules that ask for a client certificate", () => {
  let root: Connection;
  let session: DatabaseSession;
  beforeAll(async () => {
    root = await rootConnection();
    const { host, port, caPem, admin } = testMysql();
    const database = mysqlDatabase([caPem], noUsage(), { remainingMs: () => 60_000 });
    const answer = await database.login({ host, port, ...admin, transport: "verified" });
    if (answer.kind !== "accepted") throw answer.error;
    session = answer.session;
  });
  afterAll(async () => {
    await session.close();
    await root.end();
  });

  it.each([
    "X509",
    "CIPHER 'TLS_AES_256_GCM_SHA384'",
    // A quote in here would be too much for SHOW CREATE USER itself, which prints it bare.
    "ISSUER '/C=SE/O=WITH SUBJECT ACCOUNT LOCK/CN=ca'",
    "SUBJECT '/C=SE/CN=app' AND ISSUER '/C=SE/CN=ca' AND CIPHER 'TLS_AES_128_GCM_SHA256'",
  ])("REQUIRE %s", async (rule) => {
    const { username } = uniqueNames();
    const [source, target] = [username, `${username}_clone`].map((user) => ({ user, host: "%" })) as [Account, Account];
    await root.query(`CREATE USER ?@'%' IDENTIFIED BY 'made-by-Hand-1' REQUIRE ${rule}`, [source.user]);
    const wanted = await session.readAccount(source);
    if (wanted === undefined) throw new Error("not found");
    for (const change of convergeAccount(
      wanted,
      target,
      undefined,
      markFor({ name: "x", arn: "x" }),
      readSettings({}).passwordPolicy,
    ))
      await session.apply(change);
    await session.apply({ kind: "set-password", account: target, password: "made-by-Hand-2", second: "kept" });
    expect(stripped(await definitionOf(target.user))).toBe(stripped(await definitionOf(source.user)));
    const made = await session.readAccount(target);
    expect(
      convergeAccount(wanted, target, made, markFor({ name: "x", arn: "x" }), readSettings({}).passwordPolicy),
    ).toEqual([]);
  });
});

type Account = { user: string; host: string };

/** Without the mark, and in one spelling of "no attribute". */
function stripped(definition: string): string {
  return definition
    .replace(/,? ?"rotated_(?:for_secret|with_rights|in)": "[\w/-]+"/g, "")
    .replace("ATTRIBUTE '{, ", "ATTRIBUTE '{")
    .replace(/ ATTRIBUTE '\{\}'$/, "");
}
