import { setTimeout as sleep } from "node:timers/promises";
import { type AuditWorld, auditWorld } from "../../support/audit-world";
import { itOnMysql } from "../../support/mysql";
import { type AppSecret, asRoot } from "../../support/rotation-world";

const SINGLE_USER = [{ Key: "rotation:strategy", Value: "single-user" }];
const ADMIN_ROTATED = [{ Key: "rotation:strategy", Value: "admin-rotated" }];
const TWO_MINUTES_MS = 120_000;

describe("audit of a login that is refused during a rotation", () => {
  let world: AuditWorld;
  beforeAll(async () => {
    world = await auditWorld();
  });
  afterAll(() => world.close());
  beforeEach(() => void world.logs());

  /** The only user's password is the pending one, and AWSCURRENT is refused: an account that keeps no second password. */
  async function betweenSetAndFinish(): Promise<{ secret: AppSecret; token: string }> {
    const secret = await world.provisioned({ tags: SINGLE_USER });
    const { username } = await secret.value();
    await asRoot(`REVOKE IF EXISTS APPLICATION_PASSWORD_ADMIN ON *.* FROM \`${username}\`@'%'`).catch(() => undefined);
    const token = await secret.begin();
    for (const step of ["createSecret", "setSecret", "testSecret"] as const) await secret.step(step, token);
    return { secret, token };
  }

  it.each([
    ["single-user", SINGLE_USER],
    ["admin-rotated", ADMIN_ROTATED],
    ["alternating-users", []],
  ])("says that applications are locked out although a rotation has just begun: %s", async (_, tags) => {
    const secret = await world.provisioned({ tags });
    for (const password of ["not-the-password", "nor-this-one"])
      await secret.put({ ...(await secret.value()), password });
    const token = await secret.begin();
    await secret.step("createSecret", token);
    await expect(secret.step("setSecret", token)).rejects.toThrow();
    const found = await world.auditOne(secret);
    expect(found).toMatchObject({ healthy: false, loginFails: true, auditFailed: false });
    expect(found.problems).toEqual([expect.stringMatching(/^applications cannot log in: /)]);
  });

  it("waits for a rotation of the only user that is in the seconds of its change", async () => {
    const { secret, token } = await betweenSetAndFinish();
    const [found] = await Promise.all([
      world.auditOne(secret),
      sleep(1_000).then(() => secret.step("finishSecret", token)),
    ]);
    expect(found).toMatchObject({ healthy: true, loginFails: false, auditFailed: false });
  });

  it("says that it does not know when that rotation does not end, and is not healthy", async () => {
    const { secret, token } = await betweenSetAndFinish();
    const found = await world.auditOne(secret);
    expect(found).toMatchObject({ healthy: false, auditFailed: true });
    expect(found).not.toHaveProperty("loginFails");
    expect(found.problems).toEqual([
      expect.stringMatching(new RegExp(`^not known whether applications can log in: .*${token}`)),
    ]);
  });

  it("does not excuse a rotation that began minutes ago, and names the command that ends it", async () => {
    const { secret, token } = await betweenSetAndFinish();
    const found = await world.auditOne(secret, TWO_MINUTES_MS);
    expect(found).toMatchObject({ healthy: false, loginFails: true });
    expect(found.problems).toEqual([
      expect.stringMatching(new RegExp(`^applications cannot log in: .*the pending version ${token}`)),
    ]);
    expect(world.logs()).toContainEqual(
      expect.objectContaining({
        event: "audit",
        command: `aws secretsmanager rotate-secret --secret-id ${secret.arn}`,
      }),
    );
    await secret.step("finishSecret", token);
    expect(await world.auditOne(secret)).toMatchObject({ healthy: true, loginFails: false });
  });

  it("looks at the new value when AWSCURRENT moved between its reading and its login", async () => {
    const { secret, token } = await betweenSetAndFinish();
    const before = await secret.value();
    world.beforeNext("DescribeSecret", () => secret.step("finishSecret", token));
    expect(await world.auditOne(secret)).toMatchObject({ healthy: true, loginFails: false });
    expect((await secret.value()).password).not.toBe(before.password);
  });

  itOnMysql()("is not misled by a server that keeps a second password", async () => {
    const secret = await world.provisioned({ tags: SINGLE_USER });
    const token = await secret.begin();
    for (const step of ["createSecret", "setSecret"] as const) await secret.step(step, token);
    expect(await world.auditOne(secret)).toMatchObject({ healthy: true, loginFails: false });
  });
});
