import { STRATEGY_TAG, type StrategyName } from "../../../rotation-fn/settings";
import { type AuditWorld, auditWorld } from "../../support/audit-world";
import { manualUser } from "../../support/manual-user";
import { itOnMariadb, itOnMysql, onMariadb } from "../../support/mysql";
import { type AppSecret, asRoot } from "../../support/rotation-world";
import { opens, unlabelledPasswords } from "../../support/unlabelled-passwords";

describe("expire-previous", () => {
  let world: AuditWorld;
  beforeAll(async () => {
    world = await auditWorld();
  });
  afterAll(() => world.close());

  const expire = (secret: AppSecret) =>
    world.handler({ action: "expire-previous", secretId: secret.arn }) as Promise<{ expired: string[] }>;
  const rotated = async (strategy: StrategyName, value: Record<string, unknown> = {}) => {
    const made = await manualUser(world, {
      value,
      tags: [{ Key: STRATEGY_TAG, Value: strategy }],
      statements: ({ account }) => [`GRANT APPLICATION_PASSWORD_ADMIN ON *.* TO ${account}`],
    });
    for (let rotation = 0; rotation < 2; rotation++) await made.secret.rotate();
    return made;
  };

  it.each(["alternating-users", "admin-rotated"] as const)(
    "%s: AWSPREVIOUS opens nothing any more, AWSCURRENT does, the audit is healthy, and the next rotations succeed",
    async (strategy) => {
      const { secret, username, clone } = await rotated(strategy);
      const previous = await secret.value("AWSPREVIOUS");
      expect(await opens(previous)).toBe(true);
      const other = strategy === "alternating-users" ? previous.username : username;
      expect([username, clone]).toContain(other);
      expect(await expire(secret)).toMatchObject({
        secretId: secret.arn,
        expired: [
          strategy === "alternating-users" ? `the password of '${other}'@'%'` : `the second password of '${other}'@'%'`,
        ],
      });
      expect(await opens(previous)).toBe(false);
      expect(await opens(await secret.value())).toBe(true);
      expect(await world.auditOne(secret)).toMatchObject({ healthy: true, unlabelledPasswords: 0 });
      for (let rotation = 0; rotation < 2; rotation++) await secret.rotate();
      expect(await unlabelledPasswords(secret)).toEqual([]);
      for (const label of ["AWSCURRENT", "AWSPREVIOUS"]) expect(await opens(await secret.value(label))).toBe(true);
    },
  );

  it("does the same when it arrives again", async () => {
    const { secret } = await rotated("admin-rotated");
    await expire(secret);
    expect((await expire(secret)).expired).toEqual([]);
    expect(await opens(await secret.value())).toBe(true);
  });

  it("AWSCURRENT is the second password, because a rotation was cancelled: it stays, and the other one ends", async () => {
    const { secret } = await rotated("admin-rotated");
    const { username, password } = await secret.value();
    const account = `\`${username}\`@'%'`;
    const literal = `'${password.replace(/[\\']/g, "\\$&")}'`;
    await asRoot(
      onMariadb()
        ? `ALTER USER ${account} IDENTIFIED VIA mysql_native_password USING PASSWORD('cancelled-1') OR mysql_native_password USING PASSWORD(${literal})`
        : `ALTER USER ${account} IDENTIFIED BY 'cancelled-1' RETAIN CURRENT PASSWORD`,
    );
    await expire(secret);
    expect(await opens({ ...(await secret.value()), password: "cancelled-1" })).toBe(false);
    expect(await opens(await secret.value())).toBe(true);
  });

  it("refuses while a rotation is under way, and while AWSCURRENT does not log in", async () => {
    const { secret } = await rotated("alternating-users");
    const previous = await secret.value("AWSPREVIOUS");
    const token = await secret.begin();
    await expect(expire(secret)).rejects.toMatchObject({ code: "rotation_in_progress", effect: "none" });
    for (const step of ["createSecret", "setSecret", "testSecret", "finishSecret"] as const)
      await secret.step(step, token);
    await secret.put({ ...(await secret.value()), password: "not-the-Password-1" });
    await expect(expire(secret)).rejects.toMatchObject({ code: "login_refused" });
    expect(await opens(previous)).toBe(false);
  });

  it("leaves an account alone that does not carry the secret's mark, though its name fits the pair", async () => {
    const { secret, clone, dbname } = await rotated("admin-rotated");
    await asRoot(`CREATE USER \`${clone}\`@'%' IDENTIFIED BY 'somebody-Elses-1'`);
    await expire(secret);
    expect(await opens({ ...(await secret.value()), username: clone, password: "somebody-Elses-1", dbname })).toBe(
      true,
    );
  });

  describe("single-user without an admin", () => {
    itOnMysql()("ends its own second password", async () => {
      const { secret } = await rotated("single-user", { masterarn: undefined });
      const previous = await secret.value("AWSPREVIOUS");
      expect(await opens(previous)).toBe(true);
      await expire(secret);
      expect(await opens(previous)).toBe(false);
      expect(await opens(await secret.value())).toBe(true);
    });

    itOnMysql()("says the statement for an admin where it may not", async () => {
      const { secret, username } = await rotated("single-user", { masterarn: undefined });
      await asRoot(`REVOKE APPLICATION_PASSWORD_ADMIN ON *.* FROM \`${username}\`@'%'`);
      const call = expire(secret);
      await expect(call).rejects.toMatchObject({ code: "missing_privilege" });
      await expect(call).rejects.toThrow(new RegExp(`as the admin: ALTER USER '${username}'@'%' DISCARD OLD PASSWORD`));
      expect(await opens(await secret.value())).toBe(true);
    });

    itOnMariadb()("has one password and nothing to end", async () => {
      const { secret } = await rotated("single-user", { masterarn: undefined });
      expect((await expire(secret)).expired).toEqual([]);
    });
  });
});
