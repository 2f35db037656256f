import { rotateWithRepetition } from "../../support/login-load";
import { testMysql } from "../../support/mysql";
import { FIRST_PASSWORD, type OneUser, type OneUserOptions, oneUser } from "../../support/one-user";
import { asRoot, type RotationWorld, rotationWorld } from "../../support/rotation-world";

/** What a user needs to keep two passwords. */
const RETAINS = { privileges: ["APPLICATION_PASSWORD_ADMIN"] };
const refused = (code: string) => expect.objectContaining({ code, effect: "none" });

describe("single-user", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());

  const user = (options: Omit<OneUserOptions, "strategy"> = RETAINS): Promise<OneUser> =>
    oneUser(world, { strategy: "single-user", ...options });
  const begun = async (one: OneUser): Promise<string> => {
    const token = await one.secret.begin();
    await one.secret.step("createSecret", token);
    world.logs();
    return token;
  };
  const total = (lines: Record<string, unknown>[], field: string) =>
    lines.filter((line) => line.event === "step").reduce((sum, line) => sum + Number(line[field]), 0);

  it.each(["first", "later"])(
    "costs 10 API calls and 2 logins, none of which fails, in the %s rotation",
    async (when) => {
      const one = await user();
      if (when === "later") await one.secret.rotate();
      world.logs();
      world.operations();
      await one.secret.rotate();
      const lines = world.logs();
      expect(["apiCalls", "logins", "failedLogins"].map((field) => total(lines, field))).toEqual([10, 2, 0]);
      expect(world.operations()).toHaveLength(10);
    },
  );

  it("works without an admin secret, with other people's keys and with the name of somebody's alternate", async () => {
    const one = await user();
    const username = `${one.username}_clone`;
    await asRoot(`RENAME USER ${one.account} TO \`${username}\`@'%'`);
    const { masterarn: _, ...value } = await one.secret.value();
    await one.secret.put({ ...value, username, jdbc: "theirs" });
    await one.secret.rotate();
    expect(await one.secret.value()).toMatchObject({ username, jdbc: "theirs" });
    const [rows] = await asRoot(`SELECT User FROM mysql.user WHERE User LIKE '${one.username}%'`);
    expect(rows).toHaveLength(1);
  });

  it("changes the account row that the login matched, and no other", async () => {
    const one = await user({ ...RETAINS, host: "127.0.0.1" });
    await asRoot(`CREATE USER \`${one.username}\`@'%' IDENTIFIED BY 'somebody-Elses-1'`);
    await one.secret.rotate();
    const [rows] = await asRoot(
      `SELECT Host, authentication_string FROM mysql.user WHERE User = '${one.username}' AND User_attributes IS NOT NULL`,
    );
    expect(rows?.map((row) => row.Host)).toEqual(["127.0.0.1"]);
  });

  it("survives the plugin sha256_password, and a password full of characters that need quoting", async () => {
    const one = await user({ ...RETAINS, clauses: "PASSWORD REQUIRE CURRENT" });
    const password = `a'b\\c"d%e\`f`;
    await asRoot(`ALTER USER ${one.account} IDENTIFIED WITH sha256_password BY 'a''b\\\\c"d%e\`f'`);
    await one.secret.put({ ...(await one.secret.value()), password });
    await rotateWithRepetition(one.secret);
    const { password: current } = await one.secret.value();
    expect(await one.accepted(password, current)).toEqual([password, current]);
  });

  describe("refuses", () => {
    it.each(["rdsadmin", "mysql.sys", "mysql.session"])(
      "the system account %s, before anything is stored",
      async (username) => {
        const one = await user();
        await one.secret.put({ ...(await one.secret.value()), username });
        const token = await one.secret.begin();
        await expect(one.secret.step("createSecret", token)).rejects.toThrow(refused("forbidden_account"));
        await expect(one.secret.value("AWSPENDING")).rejects.toThrow();
      },
    );

    it.each([
      ["another user", { username: "somebody" }, "user_mismatch"],
      ["another host", { host: "127.0.0.1" }, "pending_outdated"],
    ])("a pending version for %s, after one login with it at the host in AWSCURRENT", async (_, different, code) => {
      const one = await user();
      await begun(one);
      await one.secret.put({ ...(await one.secret.value("AWSPENDING")), ...different }, "AWSPENDING");
      const labels = await one.secret.labels();
      const token = Object.keys(labels).find((version) => labels[version]?.includes("AWSPENDING")) ?? "";
      await expect(one.secret.step("setSecret", token)).rejects.toThrow(refused(code));
      expect(total(world.logs(), "logins")).toBe(1);
    });
  });

  it("works one at a time: ten invocations at once all succeed, and the current password stays", async () => {
    const one = await user();
    const token = await begun(one);
    await Promise.all(Array.from({ length: 10 }, () => one.secret.step("setSecret", token)));
    const { password } = await one.secret.value("AWSPENDING");
    expect(await one.accepted(FIRST_PASSWORD, password)).toEqual([FIRST_PASSWORD, password]);
  });

  it("never shows a password in a log line or an error", async () => {
    const one = await user({ clauses: "PASSWORD REQUIRE CURRENT" });
    await one.secret.rotate();
    const token = await one.secret.begin();
    await one.secret.step("createSecret", token);
    const [current, pending] = [await one.secret.value(), await one.secret.value("AWSPENDING")];
    await one.setByHand("somebody-Elses-1");
    const error = await one.secret.step("setSecret", token).catch((thrown: unknown) => thrown);
    const shown = JSON.stringify([world.logs(), String(error), (error as Error).stack, String((error as Error).cause)]);
    for (const password of [FIRST_PASSWORD, current.password, pending.password, testMysql().admin.password]) {
      expect(shown).not.toContain(password);
    }
  });
});
