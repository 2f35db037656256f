import { TagResourceCommand } from "@aws-sdk/client-secrets-manager";
import { STRATEGY_TAG } from "../../../rotation-fn/settings";
import { type AuditWorld, auditWorld } from "../../support/audit-world";
import { manualUser } from "../../support/manual-user";
import { itOnMysql, onMariadb } from "../../support/mysql";
import { type AppSecret, asRoot } from "../../support/rotation-world";

describe("audit of the passwords that open an account", () => {
  let world: AuditWorld;
  beforeAll(async () => {
    world = await auditWorld();
  });
  afterAll(() => world.close());

  const switchTo = (secret: AppSecret, strategy: string) =>
    world.client.send(new TagResourceCommand({ SecretId: secret.arn, Tags: [{ Key: STRATEGY_TAG, Value: strategy }] }));
  const addSecond = async (username: string, password: string): Promise<void> => {
    const account = `\`${username}\`@'%'`;
    if (onMariadb()) {
      const both = [password, "by-Hand-12"].map((one) => `mysql_native_password USING PASSWORD('${one}')`).join(" OR ");
      return void (await asRoot(`ALTER USER ${account} IDENTIFIED VIA ${both}`));
    }
    await asRoot(
      `ALTER USER ${account} IDENTIFIED BY 'by-Hand-12'`,
      `ALTER USER ${account} IDENTIFIED BY '${password}' RETAIN CURRENT PASSWORD`,
    );
  };

  it.each(["AWSCURRENT", "AWSPREVIOUS"])(
    "finds a second password on the user in %s that no label holds, until the next rotation",
    async (label) => {
      const secret = await world.rotated();
      const { username, password } = await secret.value(label);
      await addSecond(username, password);
      expect(await world.auditOne(secret)).toMatchObject({
        healthy: false,
        unlabelledPasswords: 1,
        problems: [
          `no label of the secret holds a password that opens '${username}'@'%' (its second): the next rotation ends it`,
        ],
      });
      expect(world.logs()).toContainEqual(expect.objectContaining({ secret: secret.name, unlabelledPasswords: 1 }));
      await secret.rotate();
      expect(await world.auditOne(secret)).toMatchObject({ healthy: true, unlabelledPasswords: 0 });
    },
  );

  it("finds no fault with the second password that admin-rotated keeps: AWSPREVIOUS holds it", async () => {
    const made = await manualUser(world, { tags: [{ Key: STRATEGY_TAG, Value: "admin-rotated" }] });
    for (let rotation = 0; rotation < 3; rotation++) await made.secret.rotate();
    expect(await world.auditOne(made.secret)).toMatchObject({ healthy: true, unlabelledPasswords: 0 });
  });

  it("finds the user that the secret does not name any more, which single-user cannot end", async () => {
    const made = await manualUser(world, {
      tags: [{ Key: STRATEGY_TAG, Value: "alternating-users" }],
      statements: ({ account }) => [`GRANT APPLICATION_PASSWORD_ADMIN ON *.* TO ${account}`],
    });
    for (let rotation = 0; rotation < 2; rotation++) await made.secret.rotate();
    await switchTo(made.secret, "single-user");
    await made.secret.rotate();
    expect(await world.auditOne(made.secret)).toMatchObject({
      healthy: false,
      unlabelledPasswords: 1,
      problems: [expect.stringMatching(`opens '${made.clone}'@'%' \\(its first\\): the next rotation ends it where `)],
    });
    await asRoot(`ALTER USER \`${made.clone}\`@'%' ACCOUNT LOCK`);
    expect(await world.auditOne(made.secret)).toMatchObject({ healthy: true, unlabelledPasswords: 0 });
  });

  itOnMysql()("finds the second password of a user that changes itself and may not end it", async () => {
    const made = await manualUser(world, {
      tags: [{ Key: STRATEGY_TAG, Value: "single-user" }],
      statements: ({ account }) => [`GRANT APPLICATION_PASSWORD_ADMIN ON *.* TO ${account}`],
    });
    await made.secret.rotate();
    await asRoot(`REVOKE APPLICATION_PASSWORD_ADMIN ON *.* FROM \`${made.username}\`@'%'`);
    for (let rotation = 0; rotation < 2; rotation++) await made.secret.rotate();
    expect(await world.auditOne(made.secret)).toMatchObject({ healthy: false, unlabelledPasswords: 1 });
  });

  it("says nothing of passwords while a rotation is under way, nor of a stranger whose name fits the pair", async () => {
    const made = await manualUser(world, { tags: [{ Key: STRATEGY_TAG, Value: "admin-rotated" }] });
    await asRoot(`CREATE USER \`${made.clone}\`@'%' IDENTIFIED BY 'somebody-Elses-1'`);
    await made.secret.rotate();
    expect(await world.auditOne(made.secret)).toMatchObject({ unlabelledPasswords: 0 });
    await made.secret.begin();
    expect(await world.auditOne(made.secret)).not.toHaveProperty("unlabelledPasswords");
  });
});
