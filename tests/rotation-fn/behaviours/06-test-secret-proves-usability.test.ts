import { type ManualUser, manualUser } from "../../support/manual-user";
import { type RotationWorld, rotationWorld } from "../../support/rotation-world";

describe("6. testSecret proves usability", () => {
  let world: RotationWorld;
  let made: ManualUser;
  let token: string;
  let clone: string;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    made = await manualUser(world, {
      statements: ({ account, dbname }) => [
        `CREATE ROLE ${dbname}_role`,
        `GRANT INSERT ON ${dbname}.* TO ${dbname}_role`,
        `GRANT DELETE ON ${dbname}.* TO ${account}`,
        `GRANT ${dbname}_role TO ${account}`,
        `SET DEFAULT ROLE ${dbname}_role TO ${account}`,
      ],
    });
    clone = `\`${made.clone}\`@'%'`;
    token = await made.secret.begin();
    await made.secret.step("createSecret", token);
    await made.secret.step("setSecret", token);
    world.operations();
    world.logs();
  });

  const outcome = () => world.logs().find((line) => line.event === "step");
  const incomplete = expect.objectContaining({ code: "account_incomplete", effect: "none" });

  it("without any further login or call, when nothing has changed", async () => {
    await made.secret.step("testSecret", token);
    expect(world.operations()).toEqual(["DescribeSecret", "GetSecretValue"]);
    expect(outcome()).toMatchObject({ outcome: "ok", logins: 1, failedLogins: 0, statements: 4 });
  });

  it.each([
    ["a grant", () => [`REVOKE DELETE ON ${made.dbname}.* FROM ${clone}`], /without DELETE on `shop_\w+`\.\*;/],
    [
      "the default role",
      () => [`SET DEFAULT ROLE NONE TO ${clone}`],
      /without the default role 'shop_\w+_role'(@'%')?;/,
    ],
    [
      "the role itself",
      () => [`REVOKE ${made.dbname}_role FROM ${clone}`],
      /without the role 'shop_\w+_role'(@'%')?, the default role 'shop_\w+_role'(@'%')?;/,
    ],
  ])(
    "fails when %s was taken away since setSecret, and names it; setSecret brings it back",
    async (_, change, message) => {
      await made.sql(...change());
      await expect(made.secret.step("testSecret", token)).rejects.toThrow(incomplete);
      await expect(made.secret.step("testSecret", token)).rejects.toThrow(message);
      expect(outcome()).toMatchObject({ failedLogins: 0, logins: 2 });
      expect((await made.secret.labels())[token]).toEqual(["AWSPENDING"]);
      await made.secret.step("setSecret", token);
      await made.secret.step("testSecret", token);
    },
  );

  it("fails when the current user got a right since setSecret, which the pending one would lack", async () => {
    await made.sql(
      `GRANT UPDATE ON ${made.dbname}.* TO \`${made.username}\`@'%'`,
      `GRANT CREATE ON ${made.dbname}.* TO ${clone}`,
    );
    await expect(made.secret.step("testSecret", token)).rejects.toThrow(/without UPDATE on `shop_\w+`\.\*;/);
  });

  it("passes when somebody gave the pending user a right beside, and the next rotation gives it to the other user", async () => {
    await made.sql(`GRANT UPDATE ON ${made.dbname}.* TO ${clone}`);
    await made.secret.step("testSecret", token);
    expect(world.logs()).toContainEqual(
      expect.objectContaining({ event: "rights-differ", account: `'${made.clone}'@'%'` }),
    );
    await made.secret.step("finishSecret", token);
    await made.secret.rotate();
    expect((await made.grants(made.username)).join()).toMatch(/SELECT, UPDATE, DELETE/);
  });

  it("passes when a role was dropped that both had: neither may do less than the other", async () => {
    await made.sql(`DROP ROLE ${made.dbname}_role`);
    await made.secret.step("testSecret", token);
  });

  it("fails when the login is good and its database is not, as it would for the application", async () => {
    await made.sql(`DROP DATABASE ${made.dbname}`);
    await expect(made.secret.step("testSecret", token)).rejects.toThrow(
      expect.objectContaining({ code: "unknown_database" }),
    );
  });
});
