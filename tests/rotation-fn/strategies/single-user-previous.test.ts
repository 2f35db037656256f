import { markBy } from "../../support/account-text";
import { type OneUser, oneUser } from "../../support/one-user";
import { asRoot, type RotationWorld, rotationWorld } from "../../support/rotation-world";

const BY_HAND = "set-by-Hand-1";

/** MySQL: AWSPREVIOUS opens the account as its second password, and the first one is not AWSCURRENT. */
describe("single-user, let in by AWSPREVIOUS as the second password", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());

  /** Rotated twice; then somebody sets the first password, and the second one stays. */
  const changedByHand = async (
    clauses = "",
    privileges = ["APPLICATION_PASSWORD_ADMIN"],
    isMarked = true,
  ): Promise<OneUser> => {
    const one = await oneUser(world, { strategy: "single-user", clauses, privileges: ["APPLICATION_PASSWORD_ADMIN"] });
    for (let rotation = 0; rotation < 2; rotation++) await one.secret.rotate();
    if (isMarked) await asRoot(markBy(one.username, "%", one.secret.name));
    await asRoot(`ALTER USER ${one.account} IDENTIFIED BY '${BY_HAND}'`);
    if (privileges.length === 0) await asRoot(`REVOKE APPLICATION_PASSWORD_ADMIN ON *.* FROM ${one.account}`);
    world.logs();
    return one;
  };
  const passwords = async ({ secret }: OneUser): Promise<readonly [string, string]> => [
    (await secret.value()).password,
    (await secret.value("AWSPREVIOUS")).password,
  ];

  it.each([
    ["that may keep two passwords", ["APPLICATION_PASSWORD_ADMIN"]],
    ["that may not", []],
  ])("a user %s: the rotation replaces the password that was set by hand, and says so", async (_, privileges) => {
    const one = await changedByHand("", privileges);
    const [current, previous] = await passwords(one);
    expect(await one.accepted(current, previous, BY_HAND)).toEqual([previous, BY_HAND]);
    await one.secret.rotate();
    expect(world.logs()).toContainEqual(
      expect.objectContaining({ event: "unknown-password-replaced", level: "warn", account: `'${one.username}'@'%'` }),
    );
    const [now] = await passwords(one);
    expect(await one.accepted(now, previous, BY_HAND)).toEqual([now, previous]);
  });

  it("refuses an account without the secret's mark, whose first password may be another secret's, with the statement", async () => {
    const one = await changedByHand("", ["APPLICATION_PASSWORD_ADMIN"], false);
    const [, previous] = await passwords(one);
    await expect(one.secret.rotate()).rejects.toMatchObject({ code: "account_not_ours", effect: "none" });
    expect(await one.accepted(previous, BY_HAND)).toEqual([previous, BY_HAND]);
  });

  it("ends AWSPREVIOUS with the rotation after that", async () => {
    const one = await changedByHand();
    const [, previous] = await passwords(one);
    await one.secret.rotate();
    const [healed] = await passwords(one);
    await one.secret.rotate();
    const [now] = await passwords(one);
    expect(await one.accepted(now, healed, previous, BY_HAND)).toEqual([now, healed]);
  });

  it("PASSWORD REQUIRE CURRENT: says what the admin does, since the user cannot name its first password", async () => {
    const one = await changedByHand("PASSWORD REQUIRE CURRENT");
    const token = await one.secret.begin();
    await one.secret.step("createSecret", token);
    const step = one.secret.step("setSecret", token);
    await expect(step).rejects.toMatchObject({ code: "password_required", effect: "none" });
    expect(world.logs()).toContainEqual(expect.objectContaining({ code: "password_required", needsHuman: true }));
  });
});
