import { randomInt } from "node:crypto";
import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { connect } from "../../../local/mysql/connection";
import { mysqlDatabase } from "../../../rotation-fn/adapters/mysql-database";
import { generatePassword } from "../../../rotation-fn/password";
import type { Account } from "../../../rotation-fn/ports/account";
import { noUsage } from "../../../rotation-fn/ports/usage";
import { parseSecretValue, withCredential } from "../../../rotation-fn/secret-value";
import { readSettings, STRATEGY_NAMES, STRATEGY_TAG } from "../../../rotation-fn/settings";
import { onMariadb } from "../../support/mysql";
import { describeOwnServer, type OwnMysql, startOwnMysql } from "../../support/own-mysql";
import { type RotationWorld, rotationWorld } from "../../support/rotation-world";
import { skippedBecause } from "../../support/skipped-because";

const PRINTABLE = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index)).join("");
const policy = (settings: Record<string, string>) =>
  readSettings({ EXCLUDE_CHARACTERS: "", ...settings }).passwordPolicy;
/** Any characters at all, so also a blank at an end, a backslash before a quote, a placeholder, a comment. */
const anyPassword = (): string =>
  Array.from({ length: randomInt(8, 129) }, () => PRINTABLE.charAt(randomInt(PRINTABLE.length))).join("");

/** Each has broken somebody's rotation: quoting, escaping, formats, comments, placeholders, JSON. */
const NASTY = [
  `it's "quoted" \`three\` ways and ends with a backslash\\`,
  "\\' OR 1=1; -- \\\\' /* no */ # comment",
  '{"json":"\\u0041\\n"} 100%s %d %% %(name)s ?? :name',
  " blanks around it ",
  "~!@#$%^&*()_+`-={}|[]\\:\";'<>?,./",
];

describeOwnServer("20. password robustness", () => {
  let mysql: OwnMysql;
  let world: RotationWorld;
  beforeAll(async () => {
    mysql = await startOwnMysql();
    await mysql.run(
      // What an administrator may have set for all: a session of the function must not be bound by it.
      "SET GLOBAL sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES,STRICT_ALL_TABLES'",
      ...(onMariadb() ? [] : ["INSTALL COMPONENT 'file://component_validate_password'"]),
    );
    world = await rotationWorld({}, { mysql });
  });
  afterAll(async () => {
    await world.close();
    await mysql.end();
  });
  beforeEach(() => (onMariadb() ? [] : mysql.run("SET GLOBAL validate_password.policy = LOW")));

  it("1,000 random passwords of all printable characters, 8 to 128 long, are stored, set and log in", async () => {
    const usage = noUsage();
    const database = mysqlDatabase([mysql.caPem], usage, { remainingMs: () => 60_000 });
    const server = { host: mysql.host, port: mysql.port, transport: "verified" } as const;
    const account: Account = { user: "tried", host: "%" };
    await mysql.run("CREATE USER 'tried'@'%' IDENTIFIED BY 'of-the-Beginning-1'");
    const admin = await database.login({ ...server, ...mysql.admin });
    if (admin.kind !== "accepted") throw admin.error;
    // A login again on a connection that is there (COM_CHANGE_USER) is checked like the first one, and costs no TLS.
    const client = await connect(mysql, { username: "tried", password: "of-the-Beginning-1" });
    let text = JSON.stringify({
      engine: mysql.engine,
      host: mysql.host,
      port: mysql.port,
      username: "tried",
      password: "x",
    });
    for (let count = 0; count < 1_000; count++) {
      const made =
        count % 2 === 0 ? anyPassword() : generatePassword(policy({ PASSWORD_LENGTH: String(8 + (count % 121)) }));
      text = withCredential(parseSecretValue(text, "s"), { username: "tried", password: made });
      const { username, password } = parseSecretValue(text, "s");
      expect(password).toBe(made);
      await admin.session.apply({ kind: "set-password", account, password, second: "kept" });
      await client.changeUser({ user: username, password });
      if (count % 10 !== 0) continue;
      const answer = await database.login({ ...server, username, password });
      expect(answer).toMatchObject({ kind: "accepted" });
      if (answer.kind === "accepted") await answer.session.close();
    }
    expect(usage).toMatchObject({ logins: 101, failedLogins: 0 });
    await expect(client.changeUser({ user: "tried", password: "another" })).rejects.toMatchObject({ errno: 1045 });
    client.destroy();
    await admin.session.close();
  }, 60_000);

  it.each(STRATEGY_NAMES)("the nastiest passwords survive %s, from the secret to the login", async (strategy) => {
    const secret = await world.provisioned({ tags: [{ Key: STRATEGY_TAG, Value: strategy }] });
    for (const password of NASTY) {
      const token = await secret.begin();
      await secret.step("createSecret", token);
      const { username } = await secret.value("AWSPENDING");
      // The version's value is made by hand, before anything was done with it: the next step finds it as it would its own.
      const SecretString = JSON.stringify({ ...(await secret.value("AWSPENDING")), username, password });
      const version = `${token.slice(0, -4)}${String(NASTY.indexOf(password)).padStart(4, "0")}`;
      await world.client.send(
        new PutSecretValueCommand({
          SecretId: secret.arn,
          ClientRequestToken: version,
          SecretString,
          VersionStages: ["AWSPENDING"],
        }),
      );
      for (const step of ["setSecret", "testSecret", "finishSecret"] as const) await secret.step(step, version);
      expect((await secret.value()).password).toBe(password);
    }
  });

  const noComponent = "MariaDB has no such component, and its plugins for it are in another package than the server";
  skippedBecause(onMariadb() ? noComponent : undefined, describe)("under validate_password STRONG", () => {
    beforeEach(() => mysql.run("SET GLOBAL validate_password.policy = STRONG"));

    it.each([8, 12, 32, 64, 128])("every password of %d characters is as strong as can be", async (length) => {
      const passwords = Array.from({ length: 200 }, () =>
        generatePassword(policy({ PASSWORD_LENGTH: String(length) })),
      );
      const list = passwords.map((password) => mysql.rootConnection.escape(password));
      await mysql.run("SET SESSION sql_mode = ''");
      const rows = await mysql.run(
        list.map((password) => `SELECT VALIDATE_PASSWORD_STRENGTH(${password}) AS strength`).join(" UNION ALL "),
      );
      expect(rows).toHaveLength(200);
      expect(rows.filter(({ strength }) => Number(strength) !== 100)).toEqual([]);
    });

    it.each(STRATEGY_NAMES)("%s is accepted at the first try, throw-away passwords included", async (strategy) => {
      const secret = await world.provisioned({ tags: [{ Key: STRATEGY_TAG, Value: strategy }] });
      await secret.rotate();
      await secret.rotate();
      expect(world.logs().filter(({ outcome }) => outcome === "failed")).toEqual([]);
    });

    it("a policy of the function that is weaker than the server's is told, with the way out, and the current password stays", async () => {
      const weak = await rotationWorld({ EXCLUDE_PUNCTUATION: "true" }, { mysql });
      try {
        await mysql.run("SET GLOBAL validate_password.policy = LOW");
        const secret = await weak.provisioned();
        await mysql.run("SET GLOBAL validate_password.policy = STRONG");
        const before = await secret.value();
        const token = await secret.begin();
        await secret.step("createSecret", token);
        const { password } = await secret.value("AWSPENDING");
        weak.logs();
        const refused = secret.step("setSecret", token);
        await expect(refused).rejects.toMatchObject({ code: "password_rejected", effect: "none" });
        await expect(refused).rejects.not.toThrow(password);
        expect(weak.logs()).toContainEqual(
          expect.objectContaining({
            needsHuman: true,
            command: expect.stringMatching(/AWSPENDING .* && aws .* rotate-secret/),
          }),
        );
        expect(await secret.value()).toEqual(before);
        await weak.handler({ action: "audit", secretIds: [secret.arn] });
        expect(weak.logs()).toContainEqual(expect.objectContaining({ event: "audit", loginFails: false }));
      } finally {
        await weak.close();
      }
    });
  });
});
