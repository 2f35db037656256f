import { CancelRotateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { statementFor } from "../../../rotation-fn/adapters/mysql-statements";
import { STRATEGY_NAMES, STRATEGY_TAG } from "../../../rotation-fn/settings";
import { adminRotated } from "../../../rotation-fn/strategies/admin-rotated";
import { alternatingUsers } from "../../../rotation-fn/strategies/alternating-users";
import { singleUser } from "../../../rotation-fn/strategies/single-user";
import { onMariadb } from "../../support/mysql";
import { describeOwnServer, type OwnMysql, startOwnMysql } from "../../support/own-mysql";
import { type RotationWorld, rotationWorld } from "../../support/rotation-world";
import { playedWorld } from "../../support/stub-server";

const LITERAL = /'(?:[^'\\]|''|\\\\)+'/.source;
const WAY = String.raw`mysql_native_password USING PASSWORD\(${LITERAL}\)`;
const MYSQL_FORM =
  /^(CREATE USER|ALTER USER) (`[^`]+`@`[^`]+`|USER\(\)) IDENTIFIED (WITH '\w+' )?BY '(?:[^'\\]|''|\\\\)+'(?: REPLACE '(?:[^'\\]|''|\\\\)+')?( RETAIN CURRENT PASSWORD)?( ACCOUNT (LOCK|UNLOCK))?( ATTRIBUTE '.*')?$/;
/** A user of MariaDB may change itself by SET PASSWORD only, and PASSWORD() is how it takes a literal. */
const MARIADB_FORM = new RegExp(
  "^(?:(?:CREATE|ALTER) USER `[^`]+`@`[^`]+` IDENTIFIED VIA " +
    `${WAY}(?: OR ${WAY})?(?: REQUIRE SUBJECT ${LITERAL})?(?: ACCOUNT (?:LOCK|UNLOCK))?|SET PASSWORD = PASSWORD\\(${LITERAL}\\))$`,
);

interface Entry {
  readonly command: string;
  readonly text: string;
}

describeOwnServer("9. server-version proof: passwords are set by CREATE USER and ALTER USER with literals only", () => {
  let mysql: OwnMysql;
  let world: RotationWorld;
  const entries: Entry[] = [];
  const passwords: string[] = [];

  beforeAll(async () => {
    mysql = await startOwnMysql();
    // Statements as they were sent: without log_raw the server takes passwords out of its log.
    const raw = onMariadb() ? [] : ["SET GLOBAL log_raw = ON"];
    await mysql.run("SET GLOBAL log_output = 'TABLE'", ...raw, "SET GLOBAL general_log = ON");
    world = await rotationWorld({ EXCLUDE_CHARACTERS: "" }, { mysql });
    for (const strategy of STRATEGY_NAMES) {
      const secret = await world.provisioned({ tags: [{ Key: STRATEGY_TAG, Value: strategy }] });
      passwords.push((await secret.value()).password);
      for (let rotation = 1; rotation <= 3; rotation++) {
        await secret.rotate();
        passwords.push((await secret.value()).password);
      }
      await world.handler({ action: "audit", secretIds: [secret.arn] });
      await world.client.send(new CancelRotateSecretCommand({ SecretId: secret.arn }));
      const { host, port, dbname, username } = await secret.value();
      await world.handler({
        ...{
          action: "provision",
          engine: mysql.engine,
          secretId: secret.arn,
          adminSecretId: world.adminArn,
          host,
          port,
          dbname,
        },
        ...{
          username: username.replace("_clone", ""),
          userHost: "%",
          privileges: ["SELECT"],
          tf: { action: "delete" },
        },
      });
    }
    await mysql.run("SET GLOBAL general_log = OFF");
    const rows = await mysql.run(
      "SELECT command_type AS command, CONVERT(argument USING utf8mb4) AS text FROM mysql.general_log WHERE user_host NOT LIKE 'root%'",
    );
    for (const row of rows) entries.push({ command: String(row.command), text: String(row.text) });
  });
  afterAll(async () => {
    await world.close();
    await mysql.end();
  });

  const queries = () => entries.filter(({ command }) => command === "Query").map(({ text }) => text);
  const naming = (password: string) => `'${password.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;

  it("the log holds what was sent: every password of every version, as it was sent", () => {
    expect(queries().length).toBeGreaterThan(60);
    for (const password of passwords) {
      expect(queries().filter((text) => text.includes(naming(password))).length).toBeGreaterThanOrEqual(1);
    }
  });

  it("a statement with a password is a CREATE USER or an ALTER USER with a literal", () => {
    const holding = queries().filter(
      (text) => /IDENTIFIED/.test(text) || passwords.some((one) => text.includes(naming(one))),
    );
    expect(holding.length).toBeGreaterThanOrEqual(passwords.length);
    for (const text of holding) {
      expect(text).toMatch(onMariadb() ? MARIADB_FORM : MYSQL_FORM);
    }
  });

  it("nothing that a version of MySQL or an admin of RDS does not know: no PASSWORD(), no SET PASSWORD, no prepared statement", () => {
    for (const text of queries()) {
      expect(text).not.toMatch(/SET PASSWORD FOR|\bmysql\.(user|global_priv)\b.*(UPDATE|INSERT)/i);
      if (!onMariadb()) expect(text).not.toMatch(/SET PASSWORD|PASSWORD\s*\(/i);
    }
    expect(new Set(entries.map(({ command }) => command))).toEqual(new Set(["Connect", "Query", "Quit"]));
    const kinds = new Set(
      queries().map((text) => /^(?:\w+ (?:USER|ROLE|SESSION|DATABASE|GRANTS|CREATE|GLOBAL)|\w+)/.exec(text)?.[0]),
    );
    const known = ["SELECT", "SET SESSION", "SET ROLE", "SHOW CREATE", "SHOW GRANTS", "SHOW GLOBAL"];
    const changing = ["CREATE DATABASE", "CREATE USER", "ALTER USER", "GRANT", "DROP USER"];
    // A note is replaced, and a user changes itself.
    if (onMariadb()) changing.push("REVOKE", "SET");
    expect([...kinds].filter((kind) => ![...known, ...changing].includes(kind ?? "?"))).toEqual([]);
  });
});

/** Real servers of three series run all of these tests in CI; what a server only calls itself is played. */
describe("9. server-version proof: what is sent, by what the server calls itself", () => {
  const serverCalled = (version: string) =>
    playedWorld({
      version,
      login: ({ username }) => ({ matched: username }),
      isPrimary: (password) => password === "current",
    });

  it.each([
    "8.0.21",
    "8.0.45",
    "8.0.39-log",
    "8.0.43-rds.20251001",
    "8.4.9",
    "9.7.4-2",
    "8.0.mysql_aurora.3.08.2",
    "8.0.mysql_aurora.3.10.0",
  ])("%s: the old password is kept", async (version) => {
    for (const strategy of [singleUser, adminRotated]) {
      const { context, changes, current, valueFor } = serverCalled(version);
      await strategy.change(current, valueFor("app", "pending"), context);
      expect(changes.map((change) => statementFor(change))).toEqual([
        expect.stringMatching(
          /^ALTER USER `app`@`%` IDENTIFIED BY 'pending'( REPLACE 'current')? RETAIN CURRENT PASSWORD$/,
        ),
      ]);
    }
  });

  it.each(["5.7.44", "5.7.44-rds.20240408", "5.7.mysql_aurora.2.11.3", "8.0.13"])(
    "%s: a user changes itself in the oldest words, and an admin is refused by name with nothing changed",
    async (version) => {
      const itself = serverCalled(version);
      await singleUser.change(itself.current, itself.valueFor("app", "pending"), itself.context);
      expect(itself.changes.map((change) => statementFor(change))).toEqual([
        "ALTER USER `app`@`%` IDENTIFIED BY 'pending'",
      ]);
      for (const [strategy, user] of [[alternatingUsers, "app_clone"] as const, [adminRotated, "app"] as const]) {
        const { context, changes, current, valueFor } = serverCalled(version);
        await expect(strategy.change(current, valueFor(user, "pending"), context)).rejects.toMatchObject({
          code: "unsupported_server",
          effect: "none",
          message: expect.stringContaining(`found: ${version}; allowed: MySQL 8.0.21 and later`),
        });
        expect(changes).toEqual([]);
      }
    },
  );
});
