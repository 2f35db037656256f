import { hammer, rotateWithRepetition } from "../../support/hammer";
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
  const changes = () =>
    world.logs().flatMap((line) => (line.event === "password-changed" ? [String(line.passwordChange)] : []));
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

  it("fails no login with AWSCURRENT, with setSecret executed twice", async () => {
    const { secret } = await user();
    const clients = hammer(secret);
    for (let rotation = 0; rotation < 3; rotation++) await rotateWithRepetition(secret);
    const { logins, failures } = await clients.stop();
    expect(failures).toEqual([]);
    expect(logins).toBeGreaterThan(30);
  });

  it("keeps the replaced password until the next rotation, and no longer", async () => {
    const one = await user();
    const passwords = [FIRST_PASSWORD];
    for (let rotation = 0; rotation < 3; rotation++) {
      await one.secret.rotate();
      passwords.push((await one.secret.value()).password);
      expect(await one.accepted(...passwords)).toEqual(passwords.slice(-2));
    }
  });

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

  it.each(["PASSWORD REQUIRE CURRENT", "FAILED_LOGIN_ATTEMPTS 1 PASSWORD_LOCK_TIME UNBOUNDED", "PASSWORD HISTORY 5"])(
    "survives %s, with setSecret executed twice",
    async (clauses) => {
      const one = await user({ ...RETAINS, clauses });
      for (let rotation = 0; rotation < 2; rotation++) await rotateWithRepetition(one.secret);
      expect(world.logs().filter((line) => line.event === "step" && line.failedLogins !== 0)).toEqual([]);
      const [current, previous] = [await one.secret.value(), await one.secret.value("AWSPREVIOUS")];
      expect(await one.accepted(current.password, previous.password)).toHaveLength(2);
    },
  );

  it("survives the plugin sha256_password, and a password full of characters that need quoting", async () => {
    const one = await user({ ...RETAINS, clauses: "PASSWORD REQUIRE CURRENT" });
    const password = `a'b\\c"d%e\`f`;
    await asRoot(`ALTER USER ${one.account} IDENTIFIED WITH sha256_password BY 'a''b\\\\c"d%e\`f'`);
    await one.secret.put({ ...(await one.secret.value()), password });
    await rotateWithRepetition(one.secret);
    const { password: current } = await one.secret.value();
    expect(await one.accepted(password, current)).toEqual([password, current]);
  });

  describe("of a user without APPLICATION_PASSWORD_ADMIN", () => {
    it.each(["", "PASSWORD REQUIRE CURRENT"])(
      "replaces the password (%s), and says what would avoid the gap",
      async (clauses) => {
        const one = await user({ clauses });
        await one.secret.rotate();
        expect(world.logs()).toContainEqual(
          expect.objectContaining({
            event: "password-changed",
            passwordChange: "replaced",
            hint: expect.stringContaining("GRANT APPLICATION_PASSWORD_ADMIN"),
          }),
        );
        const { password } = await one.secret.value();
        expect(await one.accepted(FIRST_PASSWORD, password)).toEqual([password]);
      },
    );

    it("finds the pending password in place when setSecret comes again", async () => {
      const one = await user({});
      const token = await begun(one);
      await one.secret.step("setSecret", token);
      await one.secret.step("setSecret", token);
      expect(changes()).toEqual(["replaced"]);
      for (const step of ["testSecret", "finishSecret"] as const) await one.secret.step(step, token);
    });

    it("takes the privilege from a default role", async () => {
      const one = await user({});
      const role = `\`${one.username}_role\``;
      await asRoot(
        `CREATE ROLE ${role}`,
        `GRANT APPLICATION_PASSWORD_ADMIN ON *.* TO ${role}`,
        `GRANT ${role} TO ${one.account}`,
        `SET DEFAULT ROLE ${role} TO ${one.account}`,
      );
      await one.secret.rotate();
      expect(changes()).toEqual(["retained"]);
    });
  });

  describe("when the current password is only the second one and the server wants to know the first", () => {
    it("says what to do under PASSWORD REQUIRE CURRENT, and changes nothing", async () => {
      const one = await user({ ...RETAINS, clauses: "PASSWORD REQUIRE CURRENT" });
      const token = await begun(one);
      await asRoot(`ALTER USER ${one.account} IDENTIFIED BY 'cancelled-1' RETAIN CURRENT PASSWORD`);
      await expect(one.secret.step("setSecret", token)).rejects.toThrow(refused("password_required"));
      expect(await one.accepted(FIRST_PASSWORD, "cancelled-1")).toEqual([FIRST_PASSWORD, "cancelled-1"]);
    });

    it("says that PASSWORD HISTORY refuses a pending password that was set and taken back", async () => {
      const one = await user({ ...RETAINS, clauses: "PASSWORD HISTORY 5" });
      const token = await begun(one);
      const { password } = await one.secret.value("AWSPENDING");
      await asRoot(
        `ALTER USER ${one.account} IDENTIFIED BY '${password.replace(/[\\']/g, "\\$&")}' RETAIN CURRENT PASSWORD`,
        `ALTER USER ${one.account} IDENTIFIED BY 'taken-Back-1'`,
      );
      await expect(one.secret.step("setSecret", token)).rejects.toThrow(refused("password_reused"));
      expect(await one.accepted(FIRST_PASSWORD, "taken-Back-1")).toHaveLength(2);
    });
  });

  describe("refuses", () => {
    it.each(["root", "rdsadmin", "mysql.sys"])("the system account %s, before anything is stored", async (username) => {
      const one = await user();
      await one.secret.put({ ...(await one.secret.value()), username });
      const token = await one.secret.begin();
      await expect(one.secret.step("createSecret", token)).rejects.toThrow(refused("forbidden_account"));
      await expect(one.secret.value("AWSPENDING")).rejects.toThrow();
    });

    it.each([
      ["another user", { username: "somebody" }, "user_mismatch"],
      ["another host", { host: "127.0.0.1" }, "host_mismatch"],
    ])("a pending version for %s, before any login", async (_, different, code) => {
      const one = await user();
      await begun(one);
      await one.secret.put({ ...(await one.secret.value("AWSPENDING")), ...different }, "AWSPENDING");
      const labels = await one.secret.labels();
      const token = Object.keys(labels).find((version) => labels[version]?.includes("AWSPENDING")) ?? "";
      await expect(one.secret.step("setSecret", token)).rejects.toThrow(refused(code));
      expect(total(world.logs(), "logins")).toBe(0);
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
