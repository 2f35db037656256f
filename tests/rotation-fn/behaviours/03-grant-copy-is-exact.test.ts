import { type ManualUser, manualUser } from "../../support/manual-user";
import { itOnMysql, onMariadb } from "../../support/mysql";
import { adminSecret, ownAdmin } from "../../support/own-admin";
import { describeOwnServer, type OwnMysql } from "../../support/own-mysql";
import { startOwnServerWorld } from "../../support/own-server-world";
import { asRoot, type RotationWorld, rotationWorld, uniqueNames } from "../../support/rotation-world";

/** Two rotations, so that each of the pair has been made like the other; both are compared after each. */
async function expectEqualAfterTwoRotations(made: ManualUser): Promise<void> {
  const before = await made.grants(made.username);
  for (let rotation = 1; rotation <= 2; rotation++) {
    await made.secret.rotate();
    expect(await made.grants(made.clone)).toEqual(before);
    expect(await made.grants(made.username)).toEqual(before);
    expect(await made.definition(made.clone)).toBe(await made.definition(made.username));
  }
}

type Grants = Readonly<Record<string, (account: string, db: string) => readonly string[]>>;

const ONLY_MYSQL: Grants = {
  "dynamic privileges without GRANT OPTION": (to) => [`GRANT XA_RECOVER_ADMIN, ROLE_ADMIN ON *.* TO ${to}`],
  "dynamic privileges, one of them with GRANT OPTION": (to) => [
    `GRANT XA_RECOVER_ADMIN ON *.* TO ${to}`,
    `GRANT APPLICATION_PASSWORD_ADMIN ON *.* TO ${to} WITH GRANT OPTION`,
  ],
  // The second is one that the admin has itself and hands on with the privilege; it could neither be added nor lifted.
  "partial revokes": (to) => [
    `GRANT SELECT, CREATE VIEW ON *.* TO ${to}`,
    `REVOKE SELECT, CREATE VIEW ON sys.* FROM ${to}`,
    `REVOKE CREATE VIEW ON mysql.* FROM ${to}`,
  ],
};

const ONLY_MARIADB: Grants = {
  "privileges of MariaDB, one of them with an underscore": (to) => [
    `GRANT BINLOG MONITOR, REPLICATION SLAVE ON *.* TO ${to}`,
    `GRANT DELETE HISTORY, READ_ONLY ADMIN ON *.* TO ${to} WITH GRANT OPTION`,
  ],
  "limits and a TLS rule, which stand among the grants": (to) => [
    `ALTER USER ${to} REQUIRE SSL WITH MAX_USER_CONNECTIONS 50 MAX_STATEMENT_TIME 2.5`,
  ],
};

describe("3. Grant copy is exact", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());

  const GRANTS: Grants = {
    "global privileges": (to) => [`GRANT PROCESS, CREATE USER ON *.* TO ${to}`],
    "global privileges with GRANT OPTION": (to) => [`GRANT RELOAD, SHOW DATABASES ON *.* TO ${to} WITH GRANT OPTION`],
    "GRANT OPTION alone, on a database": (to, db) => [`GRANT GRANT OPTION ON ${db}.* TO ${to}`],
    ...(onMariadb() ? ONLY_MARIADB : ONLY_MYSQL),
    "all privileges on a database": (to, db) => [`GRANT ALL ON ${db}.* TO ${to} WITH GRANT OPTION`],
    "all privileges on a table": (to, db) => [`GRANT ALL ON ${db}.t TO ${to}`],
    "a name with quotes, blanks and TO": (to, db) => [
      `GRANT SELECT, UPDATE ON \`${db} it's "a" \`\`name\`\` TO @%\`.* TO ${to}`,
    ],
    columns: (to, db) => [
      `GRANT INSERT (\`a\`), UPDATE (\`b\`, \`a\`), REFERENCES (\`b\`) ON ${db}.t TO ${to}`,
      `GRANT DELETE ON ${db}.t TO ${to} WITH GRANT OPTION`,
    ],
    "a procedure and a function": (to, db) => [
      `GRANT EXECUTE ON PROCEDURE ${db}.p TO ${to} WITH GRANT OPTION`,
      `GRANT EXECUTE, ALTER ROUTINE ON FUNCTION ${db}.f TO ${to}`,
    ],
  };

  it(`${Object.keys(GRANTS).join("; ")}`, async () => {
    const admin = await ownAdmin();
    if (onMariadb()) {
      // ALL is more than the admin of RDS has, and so may hand on.
      await asRoot(`GRANT DELETE HISTORY, READ_ONLY ADMIN ON *.* TO ${admin.username} WITH GRANT OPTION`);
    }
    const made = await manualUser(world, {
      value: { masterarn: await adminSecret(world, admin) },
      statements: ({ account, dbname }) => [
        `CREATE TABLE ${dbname}.t (a INT, b INT)`,
        `CREATE PROCEDURE ${dbname}.p() SELECT 1`,
        `CREATE FUNCTION ${dbname}.f() RETURNS INT DETERMINISTIC RETURN 1`,
        ...Object.values(GRANTS).flatMap((grants) => grants(account, dbname)),
      ],
    });
    await expectEqualAfterTwoRotations(made);
  });

  it("roles, one of them with ADMIN OPTION, and default roles; a query that needs a default role works for the clone", async () => {
    const roles = [uniqueNames().username, uniqueNames().username, uniqueNames().username];
    const [reader, writer, idle] = roles;
    const made = await manualUser(world, {
      statements: ({ account, dbname }) => [
        `CREATE TABLE ${dbname}.t (a INT)`,
        ...roles.map((role) => `CREATE ROLE ${role}`),
        `REVOKE SELECT ON ${dbname}.* FROM ${account}`,
        `GRANT SELECT ON ${dbname}.* TO ${reader}`,
        `GRANT INSERT ON ${dbname}.* TO ${writer}`,
        `GRANT DELETE ON ${dbname}.* TO ${idle}`,
        `GRANT ${reader} TO ${account}`,
        `GRANT ${idle} TO ${account}`,
        `GRANT ${writer} TO ${account} WITH ADMIN OPTION`,
        // MariaDB has one default role, and rights of another that was granted to it.
        ...(onMariadb()
          ? [`GRANT ${writer} TO ${reader}`, `SET DEFAULT ROLE ${reader} TO ${account}`]
          : [`SET DEFAULT ROLE ${reader}, ${writer} TO ${account}`]),
      ],
    });
    await expectEqualAfterTwoRotations(made);
    for (const label of ["AWSCURRENT", "AWSPREVIOUS"]) {
      const value = await made.secret.value(label);
      await made.query(value, "INSERT INTO t VALUES (1)");
      expect(await made.query(value, "SELECT a FROM t LIMIT 1")).toEqual(["1"]);
      await expect(made.query(value, "DELETE FROM t")).rejects.toThrow(/DELETE command denied/);
    }
  });

  itOnMysql()("the right to be another account (proxy), with and without GRANT OPTION", async () => {
    const admin = await ownAdmin();
    const made = await manualUser(world, {
      value: { masterarn: await adminSecret(world, admin) },
      statements: ({ username, account }) => [
        `CREATE USER ${username}_a, ${username}_b`,
        // What the installer of a server gives to root@localhost; nobody may give it to another account here.
        `INSERT INTO mysql.proxies_priv (Host, User, Proxied_host, Proxied_user, With_grant)
         SELECT '%', user, '%', CONCAT('${username}_', part), 1
         FROM (SELECT 'a' AS part UNION SELECT 'b') AS parts, (SELECT '${admin.username}' AS user UNION SELECT 'root') AS users`,
        "FLUSH PRIVILEGES",
        `GRANT PROXY ON ${username}_a TO ${account}`,
        `GRANT PROXY ON ${username}_b TO ${account} WITH GRANT OPTION`,
      ],
    });
    await expectEqualAfterTwoRotations(made);
    await made.sql(`DROP USER ${made.username}_a, ${made.username}_b`);
  });
});

describeOwnServer("3. Grant copy is exact, with partial_revokes off", () => {
  let server: OwnMysql;
  let world: RotationWorld;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ mysql: server, world, close } = await startOwnServerWorld());
    if (onMariadb()) return; // it has none at all
    const free = await manualUser(world, { mysql: server });
    const admins = `'${server.admin.username}'@'%'`;
    const [grants = []] = await free.sql(`SHOW GRANTS FOR ${admins}`);
    const revokes = grants.filter((row) => row.startsWith("REVOKE"));
    await free.sql(
      ...revokes.map((row) => row.replace(/^REVOKE/, "GRANT").replace(/ FROM /, " TO ")),
      "SET GLOBAL partial_revokes = OFF",
    );
  }, 60_000);
  afterAll(() => close());

  it("database names with wildcards, escaped and not", async () => {
    const made = await manualUser(world, {
      mysql: server,
      statements: ({ account, dbname }) => [
        `GRANT INSERT ON \`${dbname.replace("_", "\\_")}\`.* TO ${account}`,
        `GRANT SELECT ON \`${dbname}\\_%\`.* TO ${account}`,
        `GRANT UPDATE ON \`%${dbname}\\\\x\`.* TO ${account}`,
      ],
    });
    const before = await made.grants(made.username);
    expect(before).toHaveLength(5);
    await expectEqualAfterTwoRotations(made);
  });

  it("provisioning means the named database only, although `_` is a wildcard", async () => {
    const secret = await world.secretWith(undefined);
    const names = uniqueNames();
    await world.handler({
      action: "provision",
      secretId: secret.arn,
      adminSecretId: world.adminArn,
      engine: server.engine,
      host: server.host,
      port: server.port,
      ...names,
      userHost: "%",
      privileges: ["SELECT"],
    });
    const made = await manualUser(world, { mysql: server });
    const lookalike = names.dbname.replace("_", "x");
    await made.sql(`CREATE DATABASE ${lookalike}`);
    const value = await secret.value();
    await made.query(value, "SELECT 1");
    await expect(made.query({ ...value, dbname: lookalike }, "SELECT 1")).rejects.toThrow(/Access denied/);
  });
});
