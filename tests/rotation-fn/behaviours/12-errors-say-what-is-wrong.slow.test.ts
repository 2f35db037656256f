import { createCertificateAuthority } from "../../../local/mysql/certificates";
import { connect } from "../../../local/mysql/connection";
import { inGrant } from "../../support/account-text";
import { type FailingStep, failingStep, sqlIn } from "../../support/failing-step";
import { itOnMysql, onMariadb } from "../../support/mysql";
import { type MysqlRelay, startMysqlRelay } from "../../support/mysql-relay";
import { describeOwnServer, type OwnMysql, startOwnMysql } from "../../support/own-mysql";
import { type RotationWorld, rotationWorld } from "../../support/rotation-world";

const SHOWS_ACCOUNTS = onMariadb() ? /^mariadb .*mysql\.global_priv/ : /^mysql .*mysql\.user/;

describeOwnServer("12. errors say what is wrong", () => {
  let mysql: OwnMysql;
  let relay: MysqlRelay;
  let trusted: string;
  let world: RotationWorld;
  let step: FailingStep;
  beforeAll(async () => {
    mysql = await startOwnMysql();
    relay = await startMysqlRelay(mysql.port, { hosts: ["db.other.example"] });
    trusted = mysql.caPem;
    world = await rotationWorld({}, { mysql, trusted: () => trusted });
  });
  afterAll(async () => {
    await world.close();
    await relay.close();
    await mysql.end();
  });
  beforeEach(async () => {
    trusted = mysql.caPem;
    step = await failingStep(world, mysql);
  });

  const theLogin = () => new RegExp(`^the login of '${step.username}' at localhost:\\d+ failed; found: `);

  describe("the way to the server", () => {
    it("network refused", async () => {
      await step.change({ port: 1 });
      const found = await step.setSecret();
      expect(found).toMatchObject({ code: "network_unreachable", effect: "none", command: undefined });
      expect(found.message).toMatch(/^the login of 'app_\w+' at localhost:1 failed; found: ECONNREFUSED/);
    });

    it("a port that takes connections and says nothing: by the time that the invocation has left", async () => {
      mysql.freeze();
      try {
        const found = await step.setSecret({ getRemainingTimeInMillis: () => 2_500 });
        expect(found).toMatchObject({ code: "network_unreachable", effect: "none", command: undefined });
        expect(found.message).toMatch(theLogin());
        expect(found.message).toContain("ETIMEDOUT");
      } finally {
        mysql.thaw();
      }
    });

    it("a certificate of an authority that the function does not trust", async () => {
      trusted = createCertificateAuthority("Somebody else's authority", 1).certificatePem;
      const found = await step.setSecret();
      expect(found).toMatchObject({ code: "tls_untrusted", effect: "none" });
      expect(found.message).toMatch(theLogin());
      expect(found.command).toMatch(/^openssl s_client -starttls mysql -connect localhost:\d+ /);
    });

    it("a certificate for another name", async () => {
      trusted = relay.caPem;
      await step.change({ port: relay.port });
      const found = await step.setSecret();
      expect(found).toMatchObject({ code: "tls_wrong_name", effect: "none" });
      expect(found.message).toMatch(/db\.other\.example.*what to do: let "host" of the secret be a name in the/);
      expect(found.command).toMatch(/^openssl /);
    });

    itOnMysql()("a server without TLS", async () => {
      await mysql.run(
        "SET @before = @@GLOBAL.ssl_cert",
        "SET GLOBAL ssl_cert = '/no/such/file'",
        "ALTER INSTANCE RELOAD TLS NO ROLLBACK ON ERROR",
        "SET GLOBAL require_secure_transport = OFF",
      );
      try {
        const found = await step.setSecret();
        expect(found).toMatchObject({ code: "tls_unavailable", effect: "none" });
        expect(found.message).toMatch(theLogin());
        expect(found.message).toContain("a credential is never sent in the clear");
      } finally {
        await mysql.run(
          "SET GLOBAL ssl_cert = @before",
          "ALTER INSTANCE RELOAD TLS",
          "SET GLOBAL require_secure_transport = ON",
        );
      }
    });
  });

  describe("the login", () => {
    it.each([
      [
        "the password was changed",
        "login_refused",
        "1045",
        "ALTER USER APP IDENTIFIED BY 'by-Hand-123'",
        SHOWS_ACCOUNTS,
      ],
      ["the user is gone", "login_refused", "1045", "DROP USER APP", SHOWS_ACCOUNTS],
      [
        "the account is locked",
        "account_locked",
        onMariadb() ? "4151" : "3118",
        "ALTER USER APP ACCOUNT LOCK",
        /ACCOUNT UNLOCK"$/,
      ],
      [
        "the password has expired",
        "password_expired",
        onMariadb() ? "1820" : "1862",
        "ALTER USER APP PASSWORD EXPIRE",
        /PASSWORD EXPIRE NEVER"$/,
      ],
      ["the database is gone", "unknown_database", "1049", "DROP DATABASE DB", /SHOW DATABASES"$/],
      [
        "no right on the database",
        "missing_privilege",
        "1044",
        "REVOKE SELECT, DELETE ON DB.* FROM APP",
        /SHOW GRANTS FOR 'app_\w+'@'%'"$/,
      ],
    ])("%s: %s", async (_, code, errno, statement, command) => {
      const { dbname } = await step.secret.value();
      // A dropped database keeps its grants: without them the server would not say that it is gone.
      await mysql.run(
        statement
          .replace("APP", step.app)
          .replace("DB", `\`${statement.startsWith("REVOKE") ? inGrant(dbname) : dbname}\``),
      );
      const found = await step.setSecret();
      expect(found).toMatchObject({ code, effect: "none", command: expect.stringMatching(command) });
      expect(found.message).toMatch(theLogin());
      expect(found.message).toContain(`found: ${errno} ER_`);
    });

    itOnMysql()("too many wrong passwords before: the account is blocked", async () => {
      await mysql.run(`ALTER USER ${step.app} FAILED_LOGIN_ATTEMPTS 1 PASSWORD_LOCK_TIME UNBOUNDED`);
      await expect(connect(mysql, { username: step.username, password: "wrong" })).rejects.toMatchObject({
        errno: 3955,
      });
      const found = await step.setSecret();
      expect(found).toMatchObject({ code: "account_locked", command: expect.stringContaining("ACCOUNT UNLOCK") });
      expect(found.message).toContain("3955");
    });

    it.each([
      ["locked", "ALTER USER APP ACCOUNT LOCK"],
      ["expired by hand", "ALTER USER APP PASSWORD EXPIRE"],
    ])("the command of the line is the cure: %s", async (_, statement) => {
      await mysql.run(statement.replace("APP", step.app));
      const { command } = await step.setSecret();
      const { password } = await step.secret.value();
      await mysql.run(sqlIn(command).replace("<password in AWSCURRENT>", () => password));
      await step.secret.step("setSecret", step.token);
    });

    it("a full connection table, and the rotation goes on as soon as there is room", async () => {
      // MariaDB lets nobody go below ten.
      const crowd = await Promise.all(Array.from({ length: onMariadb() ? 10 : 2 }, () => connect(mysql, mysql.admin)));
      await mysql.run(`SET GLOBAL max_connections = ${crowd.length}`);
      try {
        const found = await step.setSecret();
        expect(found).toMatchObject({ code: "too_many_connections", effect: "none", command: undefined });
        expect(found.message).toMatch(theLogin());
        expect(found.message).toContain("1040");
      } finally {
        await mysql.run("SET GLOBAL max_connections = 100");
        await Promise.all(crowd.map((connection) => connection.end()));
      }
      await step.secret.step("setSecret", step.token);
    });

    it("a user who has all the connections that it may have", async () => {
      await mysql.run(`ALTER USER ${step.app} WITH MAX_USER_CONNECTIONS 1`);
      const { password } = await step.secret.value();
      const only = await connect(mysql, { username: step.username, password });
      try {
        expect(await step.setSecret()).toMatchObject({
          code: "too_many_connections",
          message: expect.stringContaining("1226"),
        });
      } finally {
        await only.end();
      }
    });
  });
});
