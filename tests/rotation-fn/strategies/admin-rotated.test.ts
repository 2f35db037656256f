import { rotateWithRepetition } from "../../support/login-load";
import { testMysql } from "../../support/mysql";
import { FIRST_PASSWORD, type OneUser, type OneUserOptions, oneUser } from "../../support/one-user";
import { asRoot, definitionOf, grantsOf, type RotationWorld, rotationWorld } from "../../support/rotation-world";
import { tenAtOnce } from "../../support/ten-at-once";

const refused = (code: string) => expect.objectContaining({ code, effect: "none" });

describe("admin-rotated", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());

  const user = (options: Omit<OneUserOptions, "strategy"> = {}): Promise<OneUser> =>
    oneUser(world, { strategy: "admin-rotated", ...options });
  const begun = async (one: OneUser): Promise<string> => {
    const token = await one.secret.begin();
    await one.secret.step("createSecret", token);
    world.logs();
    world.operations();
    return token;
  };
  const total = (lines: Record<string, unknown>[], field: string) =>
    lines.filter((line) => line.event === "step").reduce((sum, line) => sum + Number(line[field]), 0);

  it.each(["first", "later"])(
    "costs 11 API calls and 3 logins, none of which fails, in the %s rotation",
    async (when) => {
      const one = await user();
      if (when === "later") await one.secret.rotate();
      world.logs();
      world.operations();
      await one.secret.rotate();
      const lines = world.logs();
      expect(["apiCalls", "logins", "failedLogins"].map((field) => total(lines, field))).toEqual([11, 3, 0]);
      expect(world.operations()).toHaveLength(11);
    },
  );

  it("changes nothing about the user but its password and the secret's mark, and makes no second user", async () => {
    const clauses = "REQUIRE SSL WITH MAX_USER_CONNECTIONS 9 PASSWORD HISTORY 3 FAILED_LOGIN_ATTEMPTS 4 COMMENT 'shop'";
    const one = await user({ clauses });
    const [grants, definition] = [await grantsOf(one.username), await definitionOf(one.username)];
    await one.secret.rotate();
    await one.secret.rotate();
    expect(await grantsOf(one.username)).toEqual(grants);
    const marked = `"comment": "shop", "rotated_in": "us-east-1/123456789012", "rotated_for_secret": "${one.secret.name}"`;
    expect(await definitionOf(one.username)).toBe(
      definition.replace(/(COMMENT|ATTRIBUTE) .*$/, `ATTRIBUTE '{${marked}}'`),
    );
    const [rows] = await asRoot(`SELECT User FROM mysql.user WHERE User LIKE '${one.username}%'`);
    expect(rows).toHaveLength(1);
  });

  it("changes the account row that the login matched, and no other", async () => {
    const one = await user({ host: "127.0.0.1" });
    await asRoot(`CREATE USER \`${one.username}\`@'%' IDENTIFIED BY 'somebody-Elses-1'`);
    await one.secret.rotate();
    const [rows] = await asRoot(
      `SELECT Host FROM mysql.user WHERE User = '${one.username}' AND User_attributes IS NOT NULL`,
    );
    expect(rows?.map((row) => row.Host)).toEqual(["127.0.0.1"]);
    const { password } = await one.secret.value();
    expect(await one.accepted(FIRST_PASSWORD, password)).toHaveLength(2);
  });

  it("survives the plugin sha256_password", async () => {
    const one = await user();
    await asRoot(`ALTER USER ${one.account} IDENTIFIED WITH sha256_password BY '${FIRST_PASSWORD}'`);
    await rotateWithRepetition(one.secret);
    const { password } = await one.secret.value();
    expect(await one.accepted(FIRST_PASSWORD, password)).toEqual([FIRST_PASSWORD, password]);
  });

  describe("refuses", () => {
    it.each([
      ["no admin secret", { masterarn: undefined }, "bad_secret_value"],
      ["masterarn that is neither an ARN nor a name", { masterarn: "no name at all" }, "bad_secret_value"],
    ])("%s, before anything is stored", async (_, different, code) => {
      const one = await user();
      await one.secret.put({ ...(await one.secret.value()), ...different });
      const token = await one.secret.begin();
      await expect(one.secret.step("createSecret", token)).rejects.toThrow(refused(code));
      await expect(one.secret.value("AWSPENDING")).rejects.toThrow();
    });

    it("a secret that names itself as its admin, before anything is stored", async () => {
      const one = await user();
      await one.secret.put({ ...(await one.secret.value()), masterarn: one.secret.arn });
      await expect(one.secret.rotate()).rejects.toThrow(refused("bad_secret_value"));
    });

    it("to use the admin for whom it cannot log in as: the guard against a confused deputy", async () => {
      const [one, victim] = [await user(), await user()];
      await one.secret.put({ ...(await one.secret.value()), username: victim.username, password: "guessed-Wrong-1" });
      const token = await begun(one);
      await expect(one.secret.step("setSecret", token)).rejects.toThrow(refused("credential_lost"));
      expect(world.operations()).toEqual(["DescribeSecret", "GetSecretValue", "GetSecretValue"]);
      expect(await victim.accepted(FIRST_PASSWORD)).toEqual([FIRST_PASSWORD]);
    });

    it("the admin's own account", async () => {
      const { username, password } = testMysql().admin;
      const one = await user();
      await one.secret.put({ ...(await one.secret.value()), username, password, dbname: undefined });
      await expect(one.secret.rotate()).rejects.toThrow(refused("forbidden_account"));
    });

    it("a user of another secret, whose password it would take away", async () => {
      const one = await user({ clauses: `ATTRIBUTE '{"rotated_for_secret":"somebody-else"}'` });
      await expect(one.secret.rotate()).rejects.toThrow(refused("account_not_ours"));
      expect(await one.accepted(FIRST_PASSWORD)).toEqual([FIRST_PASSWORD]);
    });

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

  it("works one at a time: of ten invocations at once each succeeds or waits in vain, and the current password stays", async () => {
    const one = await user();
    const token = await begun(one);
    await tenAtOnce(() => one.secret.step("setSecret", token));
    const { password } = await one.secret.value("AWSPENDING");
    expect(await one.accepted(FIRST_PASSWORD, password)).toEqual([FIRST_PASSWORD, password]);
  });

  it("never shows a password or what the server stores of one in a log line or an error", async () => {
    const one = await user();
    const token = await begun(one);
    const [current, pending] = [await one.secret.value(), await one.secret.value("AWSPENDING")];
    await one.secret.step("setSecret", token);
    await one.setByHand("somebody-Elses-1");
    const error = await one.secret.step("setSecret", token).catch((thrown: unknown) => thrown);
    const shown = JSON.stringify([world.logs(), String(error), (error as Error).stack, String((error as Error).cause)]);
    for (const password of [
      current.password,
      pending.password,
      testMysql().admin.password,
      "$A$005$",
      "2441243030352",
    ]) {
      expect(shown).not.toContain(password);
    }
  });
});
