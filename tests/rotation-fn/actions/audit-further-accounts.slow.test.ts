import { TagResourceCommand } from "@aws-sdk/client-secrets-manager";
import { STRATEGY_TAG } from "../../../rotation-fn/settings";
import { type AuditWorld, auditWorld } from "../../support/audit-world";
import { onMariadb } from "../../support/mysql";
import { FIRST_PASSWORD, oneUser } from "../../support/one-user";
import { otherPlugin } from "../../support/other-plugin";
import { asRoot } from "../../support/rotation-world";

describe("audit of further accounts of a secret's only user", () => {
  let world: AuditWorld;
  beforeAll(async () => {
    world = await auditWorld();
  });
  afterAll(() => world.close());

  it("finds the account of another host that single-user has not changed, and that admin-rotated brings along", async () => {
    const one = await oneUser(world, { strategy: "single-user", privileges: ["APPLICATION_PASSWORD_ADMIN"] });
    await asRoot(`CREATE USER \`${one.username}\`@'10.%' IDENTIFIED BY '${FIRST_PASSWORD}'`);
    expect(await world.auditOne(one.secret)).toMatchObject({ grantDrift: 0 });
    await one.secret.rotate();
    expect(await world.auditOne(one.secret)).toMatchObject({
      healthy: false,
      loginFails: false,
      grantDrift: 1,
      problems: [
        expect.stringMatching(
          `^'${one.username}'@'10\\.%' refuses AWSCURRENT to the clients that it lets in: .*drop it, or tag the secret rotation:strategy=admin-rotated$`,
        ),
      ],
    });
    const tag = { Key: STRATEGY_TAG, Value: "admin-rotated" };
    await world.client.send(new TagResourceCommand({ SecretId: one.secret.arn, Tags: [tag] }));
    await one.secret.rotate();
    // The password that its clients have had until now goes on working there, until the rotation after this one.
    expect(await world.auditOne(one.secret)).toMatchObject({ grantDrift: 0, unlabelledPasswords: 1 });
    await one.secret.rotate();
    expect(await world.auditOne(one.secret)).toMatchObject({ healthy: true, grantDrift: 0 });
  });

  it("finds a stranger's account of the same name once, with the statement that makes it the secret's", async () => {
    const one = await oneUser(world, { strategy: "admin-rotated" });
    await one.secret.rotate();
    await asRoot(`CREATE USER \`${one.username}\`@'10.%' IDENTIFIED BY 'somebody-Elses-1'`);
    const found = await world.auditOne(one.secret);
    expect(found).toMatchObject({ healthy: false, grantDrift: 1, unlabelledPasswords: 0 });
    const [problem = ""] = found.problems as string[];
    expect(found.problems).toHaveLength(1);
    const statements = /: ((?:ALTER|GRANT) .*)$/.exec(problem)?.[1] ?? "";
    await asRoot(...statements.split("; "));
    expect(await world.auditOne(one.secret)).toMatchObject({
      problems: expect.arrayContaining([expect.stringMatching(/the next rotation gives it the secret's password$/)]),
    });
    await one.secret.rotate();
    expect(await world.auditOne(one.secret)).toMatchObject({ healthy: true, grantDrift: 0 });
  });

  it("passes over one that is locked, and one that takes no password", async () => {
    const one = await oneUser(world, { strategy: "admin-rotated" });
    await one.secret.rotate();
    await asRoot(
      `CREATE USER \`${one.username}\`@'10.%' IDENTIFIED BY 'somebody-Elses-1' ACCOUNT LOCK`,
      `CREATE USER \`${one.username}\`@'11.%' IDENTIFIED BY 'somebody-Elses-1' ACCOUNT LOCK`,
    );
    await otherPlugin(one.username, "11.%");
    expect(await world.auditOne(one.secret)).toMatchObject({ healthy: true, grantDrift: 0, unlabelledPasswords: 0 });
  });

  it("finds a plugin that the next series of MySQL does not have, before the upgrade; MariaDB keeps it", async () => {
    const one = await oneUser(world, { strategy: "admin-rotated" });
    await one.secret.rotate();
    const { password } = await one.secret.value();
    await asRoot(`CREATE USER \`${one.username}\`@'10.%' IDENTIFIED BY '${password}'`);
    if (!onMariadb()) {
      const hash = `*${"A".repeat(40)}`;
      await otherPlugin(one.username, "10.%", "mysql_native_password", hash);
      const { problems, grantDrift } = await world.auditOne(one.secret);
      expect(grantDrift).toBe(2); // its password is another one, too
      expect(problems).toContainEqual(
        expect.stringMatching(
          `^'${one.username}'@'10\\.%' logs in by mysql_native_password, which MySQL 9 does not have: before the upgrade, as the admin, ALTER USER '${one.username}'@'10\\.%' IDENTIFIED WITH caching_sha2_password BY `,
        ),
      );
      return;
    }
    expect(await world.auditOne(one.secret)).toMatchObject({ healthy: true });
  });
});
