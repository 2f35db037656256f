import { MADE_BY_HAND, manualUser } from "../../support/manual-user";
import { itOnMysql } from "../../support/mysql";
import { type RotationWorld, rotationWorld } from "../../support/rotation-world";

describe("1. Never promotes an under-privileged user", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());

  const allSteps = async (made: Awaited<ReturnType<typeof manualUser>>, token: string) => {
    const outcomes: string[] = [];
    for (const step of ["createSecret", "setSecret", "testSecret", "finishSecret"] as const) {
      const outcome = await made.secret.step(step, token).catch((error: { code: string }) => error);
      outcomes.push("code" in (outcome as object) ? `${step}: ${(outcome as { code: string }).code}` : "ok");
      if (outcomes.at(-1) !== "ok") return outcomes;
    }
    return outcomes;
  };

  it("when the admin lacks one privilege of the app user: AWSCURRENT stays, the app user works, the clone does not", async () => {
    const made = await manualUser(world, { statements: ({ account }) => [`GRANT SHUTDOWN ON *.* TO ${account}`] });
    const token = await made.secret.begin();
    expect(await allSteps(made, token)).toEqual(["ok", "setSecret: missing_privilege"]);
    expect(await allSteps(made, token)).toEqual(["ok", "setSecret: missing_privilege"]);
    const pending = await made.secret.value("AWSPENDING");
    await expect(made.query(pending, "SELECT 1")).rejects.toThrow(/Access denied/);
    expect((await made.secret.value()).password).toBe(MADE_BY_HAND);
    expect(await made.query(await made.secret.value(), "SELECT 1")).toEqual(["1"]);

    await made.sql(`REVOKE SHUTDOWN ON *.* FROM \`${made.username}\`@'%'`);
    expect(await allSteps(made, token)).toEqual(["ok", "ok", "ok", "ok"]);
    expect((await made.secret.value()).username).toBe(made.clone);
  });

  itOnMysql()(
    "when the admin may give a privilege with a restriction only: the restricted account is not taken for the whole one",
    async () => {
      const made = await manualUser(world, { statements: ({ account }) => [`GRANT CREATE VIEW ON *.* TO ${account}`] });
      const token = await made.secret.begin();
      expect(await allSteps(made, token)).toEqual(["ok", "setSecret: missing_privilege"]);
      expect(await allSteps(made, token)).toEqual(["ok", "setSecret: missing_privilege"]);
      await expect(made.query(await made.secret.value("AWSPENDING"), "SELECT 1")).rejects.toThrow(/Access denied/);
    },
  );

  it("when CREATE USER was the last thing that happened: it cannot be used, and the retry completes it", async () => {
    const made = await manualUser(world);
    const token = await made.secret.begin();
    await made.secret.step("createSecret", token);
    const pending = await made.secret.value("AWSPENDING");
    await made.sql(
      `CREATE USER \`${made.clone}\`@'%' IDENTIFIED BY RANDOM PASSWORD ACCOUNT LOCK
       ATTRIBUTE '{"rotated_for_secret": "${made.secret.name}"}'`,
    );
    await expect(made.secret.step("testSecret", token)).rejects.toThrow(
      expect.objectContaining({ code: "login_refused" }),
    );
    expect(await allSteps(made, token)).toEqual(["ok", "ok", "ok", "ok"]);
    expect(await made.query(pending, "SELECT 1")).toEqual(["1"]);
    expect(await made.grants(made.clone)).toEqual(await made.grants(made.username));
  });

  it("not even when somebody else gave the clone its pending password before its rights, and setSecret is skipped", async () => {
    const made = await manualUser(world, {
      statements: ({ account, dbname }) => [`GRANT INSERT ON ${dbname}.* TO ${account}`],
    });
    const token = await made.secret.begin();
    await made.secret.step("createSecret", token);
    const { password } = await made.secret.value("AWSPENDING");
    const clone = `\`${made.clone}\`@'%'`;
    await made.sql(`CREATE USER ${clone} IDENTIFIED BY '${password}'`, `GRANT SELECT ON ${made.dbname}.* TO ${clone}`);
    const test = made.secret.step("testSecret", token);
    await expect(test).rejects.toThrow(expect.objectContaining({ code: "account_incomplete", effect: "none" }));
    await expect(test).rejects.toThrow(/found: without INSERT on `shop_\w+`\.\*; allowed: at least the rights/);
  });
});
