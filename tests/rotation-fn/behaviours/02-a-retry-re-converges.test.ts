import { type ManualUser, manualUser } from "../../support/manual-user";
import { type RotationWorld, rotationWorld } from "../../support/rotation-world";

describe("2. A retry re-converges instead of short-cutting", () => {
  let world: RotationWorld;
  let made: ManualUser;
  let token: string;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    made = await manualUser(world, {
      clauses: "REQUIRE SSL WITH MAX_USER_CONNECTIONS 9",
      statements: ({ account, dbname }) => [
        `CREATE ROLE ${dbname}_role`,
        `GRANT DELETE ON ${dbname}.* TO ${dbname}_role`,
        `GRANT ${dbname}_role TO ${account}`,
        `SET DEFAULT ROLE ${dbname}_role TO ${account}`,
      ],
    });
    token = await made.secret.begin();
    await made.secret.step("createSecret", token);
  });
  const expectTheSame = async () => {
    expect(await made.grants(made.clone)).toEqual(await made.grants(made.username));
    expect(await made.definition(made.clone)).toBe(await made.definition(made.username));
  };

  it("when the pending password works already on a clone without rights, role, TLS rule and limit", async () => {
    const { password } = await made.secret.value("AWSPENDING");
    await made.sql(
      `CREATE USER \`${made.clone}\`@'%' IDENTIFIED BY '${password}'
       ATTRIBUTE '{"rotated_for_secret": "${made.secret.name}"}'`,
    );
    await made.secret.step("setSecret", token);
    await expectTheSame();
  });

  it("when an earlier attempt got through and somebody took things away after it", async () => {
    await made.secret.step("setSecret", token);
    const clone = `\`${made.clone}\`@'%'`;
    await made.sql(
      `REVOKE SELECT ON ${made.dbname}.* FROM ${clone}`,
      `ALTER USER ${clone} REQUIRE NONE`,
      `SET DEFAULT ROLE NONE TO ${clone}`,
    );
    await made.secret.step("setSecret", token);
    await expectTheSame();
    await made.secret.step("testSecret", token);
  });
});
