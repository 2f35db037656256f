import { type FailingStep, failingStep } from "../../support/failing-step";
import { itOnMariadb, itOnMysql, onMariadb } from "../../support/mysql";
import { describeOwnServer, type OwnMysql } from "../../support/own-mysql";
import { startOwnServerWorld } from "../../support/own-server-world";
import type { RotationWorld } from "../../support/rotation-world";

const ACCOUNTS = onMariadb() ? "mysql.global_priv" : "mysql.user";
const LOCKED = onMariadb() ? "IF(JSON_VALUE(Priv, '$.account_locked') = '1', 'Y', 'N')" : "account_locked";

describeOwnServer("12. errors say what is wrong", () => {
  let mysql: OwnMysql;
  let world: RotationWorld;
  let step: FailingStep;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ mysql, world, close } = await startOwnServerWorld());
  });
  afterAll(() => close());
  beforeEach(async () => {
    step = await failingStep(world, mysql);
  });

  describe("what the admin may do", () => {
    /** Another admin than the one of all tests, with these rights. */
    const adminWith = async (...grants: string[]): Promise<string> => {
      const name = `admin_${step.username.slice(-8)}`;
      const account = `'${name}'@'%'`;
      await mysql.run(`CREATE USER ${account} IDENTIFIED BY 'of-another-Admin-1'`);
      // Without REFERENCES nobody marks an account of MariaDB as the secret's.
      if (onMariadb()) await mysql.run(`GRANT REFERENCES ON *.* TO ${account} WITH GRANT OPTION`);
      for (const grant of grants) await mysql.run(`GRANT ${grant} TO ${account} WITH GRANT OPTION`);
      const admin = await world.secretWith(JSON.stringify({ username: name, password: "of-another-Admin-1" }));
      await step.change({ masterarn: admin.arn });
      return name;
    };

    it.each([
      ["making users", ["SELECT, DELETE ON *.*"], /create-account.* 1227 .*CREATE USER privilege/],
      [
        "reading accounts",
        ["CREATE USER, DELETE ON *.*"],
        /1142 .*SELECT command denied to user 'admin_.*for table .*(?:user|global_priv)['`]/,
      ],
      [
        "a privilege that it would have to hand on",
        ["CREATE USER, SELECT ON *.*", "UPDATE ON DB.*"],
        /the change "grant" of 'app_\w+_clone'@'%' \(GRANT SELECT, DELETE ON `shop\\?_\w+`\.\* .*\) failed, at localhost:\d+ as 'admin_\w+'; found: 1044 /,
      ],
    ])("%s", async (_, grants, message) => {
      const { dbname } = await step.secret.value();
      const name = await adminWith(...grants.map((grant) => grant.replace("DB", `\`${dbname}\``)));
      const found = await step.setSecret();
      expect(found).toMatchObject({ code: "missing_privilege", effect: "none" });
      expect(found.message).toMatch(message);
      expect(found.command).toContain(`SHOW GRANTS FOR '${name}'@'%'`);
      expect(
        (await mysql.run(`SELECT ${LOCKED} AS locked FROM ${ACCOUNTS} WHERE User = '${step.username}_clone'`))[0],
      ).not.toEqual({
        locked: "N",
      });
    });

    it("a global privilege that it would have to hand on: said in the words of a wrong password, and not taken for one", async () => {
      await mysql.run(`GRANT PROCESS ON *.* TO ${step.app}`);
      await adminWith("CREATE USER, SELECT, DELETE ON *.*");
      const found = await step.setSecret();
      expect(found).toMatchObject({
        code: "missing_privilege",
        message: expect.stringMatching(/GRANT PROCESS ON \*\.\*.* found: 1045 /),
      });
    });

    itOnMariadb()("a role that the admin did not make", async () => {
      await adminWith("CREATE USER, SELECT, DELETE ON *.*");
      await mysql.run("CREATE ROLE IF NOT EXISTS reader", `GRANT reader TO ${step.app}`);
      const found = await step.setSecret();
      expect(found).toMatchObject({ code: "missing_privilege", effect: "none" });
      expect(found.message).toMatch(/GRANT `reader` TO .* found: 1698 /);
    });

    itOnMysql()("a dynamic privilege and a role", async () => {
      await adminWith("CREATE USER, SELECT, DELETE ON *.*");
      await mysql.run(`GRANT XA_RECOVER_ADMIN ON *.* TO ${step.app}`);
      expect((await step.setSecret()).message).toMatch(/GRANT XA_RECOVER_ADMIN ON \*\.\*.* found: 1227 .*GRANT OPTION/);
      await mysql.run(
        `REVOKE XA_RECOVER_ADMIN ON *.* FROM ${step.app}`,
        "CREATE ROLE IF NOT EXISTS reader",
        `GRANT reader TO ${step.app}`,
      );
      expect((await step.setSecret()).message).toMatch(/GRANT `reader`@`%`.* found: 1227 .*ROLE_ADMIN/);
    });

    it("a server that may only be read", async () => {
      await mysql.run("SET GLOBAL super_read_only = ON");
      try {
        const found = await step.setSecret();
        expect(found).toMatchObject({
          code: "read_only_server",
          effect: "none",
          command: expect.stringMatching(/^aws rds /),
        });
        expect(found.message).toMatch(/at localhost:\d+ as 'admin'; found: 1290 .*read-only.*name the writer/);
      } finally {
        await mysql.run("SET GLOBAL super_read_only = OFF", "SET GLOBAL read_only = OFF");
      }
    });

    it("an admin password that is not the admin's", async () => {
      const admin = await world.secretWith(JSON.stringify({ username: "admin", password: "not-the-Admins-1" }));
      await step.change({ masterarn: admin.arn });
      const found = await step.setSecret();
      expect(found).toMatchObject({ code: "admin_login_refused", effect: "none" });
      expect(found.message).toMatch(
        /^the login of the admin in the secret arn:\S+ at localhost:\d+ failed; found: 1045 /,
      );
    });
  });

  describe("the secrets", () => {
    it.each([
      ["no JSON", "{", "bad_secret_value", /AWSCURRENT\) is not JSON/],
      [
        "several things at once",
        '{"engine":"oracle","port":"many","ssl":"perhaps"}',
        "bad_secret_value",
        /"engine" .*; "host" is missing.*; "port" is a text of 4 characters/,
      ],
    ])("a value that cannot be used (%s): every problem is named", async (_, value, code, message) => {
      const before = await step.secret.value();
      await step.secret.put(value);
      const thrown = world.handler({ Step: "setSecret", SecretId: step.secret.arn, ClientRequestToken: step.token });
      await expect(thrown).rejects.toMatchObject({ code, effect: "none", message: expect.stringMatching(message) });
      expect(world.logs()).toContainEqual(
        expect.objectContaining({
          outcome: "failed",
          needsHuman: true,
          command: expect.stringContaining("put-secret-value"),
        }),
      );
      await step.secret.put(before);
    });

    it.each([
      ["no JSON", "admin:password"],
      ["another form", '{"user":"admin","pass":"x"}'],
    ])("an admin secret that cannot be used (%s)", async (_, value) => {
      const admin = await world.secretWith(value);
      await step.change({ masterarn: admin.arn });
      const found = await step.setSecret();
      expect(found).toMatchObject({ code: "bad_admin_secret", effect: "none" });
      expect(found.message).toContain(admin.arn);
      expect(found.command).toContain("put-secret-value");
    });
  });
});
