import { loginLoad, rotateWithRepetition } from "../../support/login-load";
import { FIRST_PASSWORD, type OneUser, oneUser } from "../../support/one-user";
import { asRoot, type RotationWorld, rotationWorld } from "../../support/rotation-world";

describe("5. One user: an admin leaves no window on MariaDB, the user itself a short one", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());

  const begun = async (one: OneUser): Promise<{ token: string; pending: string }> => {
    const token = await one.secret.begin();
    await one.secret.step("createSecret", token);
    world.logs();
    return { token, pending: (await one.secret.value("AWSPENDING")).password };
  };
  const changes = () => world.logs().filter(({ event }) => event === "password-changed");

  it("admin-rotated: clients log in without a failure, with setSecret executed twice", async () => {
    const { secret } = await oneUser(world, { strategy: "admin-rotated" });
    const clients = loginLoad(secret);
    for (let rotation = 0; rotation < 3; rotation++) await rotateWithRepetition(secret);
    const { logins, failures } = await clients.stop();
    expect(failures).toEqual([]);
    expect(logins).toBeGreaterThan(30);
  });

  it("admin-rotated: the replaced password works until the next rotation, and no longer", async () => {
    const one = await oneUser(world, { strategy: "admin-rotated" });
    const passwords = [FIRST_PASSWORD];
    for (let rotation = 0; rotation < 3; rotation++) {
      await one.secret.rotate();
      passwords.push((await one.secret.value()).password);
      expect(await one.accepted(...passwords)).toEqual(passwords.slice(-2));
    }
  });

  it("admin-rotated: a rotation that was cancelled leaves AWSCURRENT working, and so does the next one", async () => {
    const one = await oneUser(world, { strategy: "admin-rotated" });
    const { token, pending } = await begun(one);
    await one.secret.step("setSecret", token);
    await one.setByHand("by-Hand-123");
    await asRoot(
      `ALTER USER ${one.account} IDENTIFIED VIA mysql_native_password USING PASSWORD('by-Hand-123') OR mysql_native_password USING PASSWORD('${FIRST_PASSWORD}')`,
    );
    await one.secret.step("setSecret", token);
    expect(await one.accepted(FIRST_PASSWORD, "by-Hand-123", pending)).toEqual([FIRST_PASSWORD, pending]);
  });

  it("admin-rotated: a reset ends every other password", async () => {
    const permissive = await rotationWorld({ ALLOW_ADMIN_RESET: "true" });
    try {
      const one = await oneUser(permissive, { strategy: "admin-rotated" });
      await one.secret.rotate();
      const token = await one.secret.begin();
      await one.secret.step("createSecret", token);
      await asRoot(
        `ALTER USER ${one.account} IDENTIFIED VIA mysql_native_password USING PASSWORD('stolen-1') OR mysql_native_password USING PASSWORD('stolen-2')`,
      );
      await one.secret.step("setSecret", token);
      const { password } = await one.secret.value("AWSPENDING");
      expect(await one.accepted("stolen-1", "stolen-2", password)).toEqual([password]);
    } finally {
      await permissive.close();
    }
  });

  it("single-user: the password ends at once, the log says so and what avoids it, and a repetition finds it done", async () => {
    const one = await oneUser(world, { strategy: "single-user" });
    const { token, pending } = await begun(one);
    await one.secret.step("setSecret", token);
    expect(changes()).toEqual([
      expect.objectContaining({
        passwordChange: "window",
        hint: "until finishSecret, new logins with AWSCURRENT fail; the strategy admin-rotated or alternating-users avoids it",
      }),
    ]);
    expect(await one.accepted(FIRST_PASSWORD, pending)).toEqual([pending]);
    await one.secret.step("setSecret", token);
    expect(changes()).toEqual([]);
    for (const step of ["testSecret", "finishSecret"] as const) await one.secret.step(step, token);
    expect((await one.secret.value()).password).toBe(pending);
  });

  it.each([
    ["a socket beside the password", "mysql_native_password USING PASSWORD('first-Password-1') OR unix_socket"],
    [
      "three passwords",
      "mysql_native_password USING PASSWORD('first-Password-1') OR mysql_native_password USING PASSWORD('b') OR mysql_native_password USING PASSWORD('c')",
    ],
  ])("admin-rotated: an account with %s is refused by name, nothing changed", async (_, ways) => {
    const one = await oneUser(world, { strategy: "admin-rotated" });
    const { token, pending } = await begun(one);
    await asRoot(`ALTER USER ${one.account} IDENTIFIED VIA ${ways}`);
    const step = one.secret.step("setSecret", token);
    await expect(step).rejects.toMatchObject({ code: "unsupported_account", effect: "none" });
    await expect(step).rejects.toThrow(/'app_\w+'@'%' has several ways to log in/);
    expect(await one.accepted(FIRST_PASSWORD, pending)).toEqual([FIRST_PASSWORD]);
  });

  it.each(["admin-rotated", "single-user"] as const)(
    "%s: a secret that says mysql is refused before anything is changed",
    async (strategy) => {
      const one = await oneUser(world, { strategy });
      const value = await one.secret.value();
      await one.secret.put({ ...value, engine: "mysql" });
      const { token } = await begun(one);
      const step = one.secret.step("setSecret", token);
      await expect(step).rejects.toMatchObject({ code: "unsupported_server", effect: "none" });
      await expect(step).rejects.toThrow(/"engine" is "mysql", and the server says 1\d\.\d+\.\d+-MariaDB/);
      expect(await one.accepted(FIRST_PASSWORD)).toEqual([FIRST_PASSWORD]);
    },
  );
});
