import { MADE_BY_HAND, type ManualUser, manualUser } from "../../support/manual-user";
import { connectAs } from "../../support/mysql";
import { type RotationWorld, rotationWorld } from "../../support/rotation-world";

/** The function and the tests come from 127.0.0.1; a row for 10.0.0.0/8 lets in somebody who is not here. */
describe("11. The right account row", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());

  const hostsOf = async (made: ManualUser, user: string) =>
    (await made.sql(`SELECT Host FROM mysql.user WHERE User = '${user}' ORDER BY Host`))[0] ?? [];
  const allSteps = async (made: ManualUser) => {
    const token = await made.secret.begin();
    for (const step of ["createSecret", "setSecret", "testSecret", "finishSecret"] as const)
      await made.secret.step(step, token);
  };
  const refused = (code: string) => expect.objectContaining({ code, effect: "none" });

  it("a user of one address or network only: the other user gets the same host, there and back again", async () => {
    const made = await manualUser(world, { host: "127.%" });
    await allSteps(made);
    expect(await hostsOf(made, made.clone)).toEqual(["127.%"]);
    expect(await made.grants(made.clone)).toEqual(await made.grants(made.username));
    await allSteps(made);
    expect((await made.secret.value()).username).toBe(made.username);
  });

  it("a name that another user's account shadows: copied from the row that matched, not from the row of that name", async () => {
    const made = await manualUser(world, { host: "127.0.0.1" });
    const stranger = `\`${made.username}\`@'%'`;
    await made.sql(`CREATE USER ${stranger} IDENTIFIED BY '${MADE_BY_HAND}'`, `GRANT PROCESS ON *.* TO ${stranger}`);
    await allSteps(made);
    expect((await made.grants(made.clone, "127.0.0.1")).join()).not.toMatch(/PROCESS/);
    expect((await made.grants(made.clone, "%")).join()).toMatch(/PROCESS/);
  });

  it("several rows with one password: all are rotated, each with its own rights, and stay a set afterwards", async () => {
    const made = await manualUser(world);
    const elsewhere = `\`${made.username}\`@'10.%'`;
    await made.sql(
      `CREATE USER ${elsewhere} IDENTIFIED BY '${MADE_BY_HAND}' REQUIRE SSL`,
      `GRANT INSERT ON ${made.dbname}.* TO ${elsewhere}`,
    );
    for (let rotation = 1; rotation <= 2; rotation++) {
      await allSteps(made);
      expect(await hostsOf(made, made.clone)).toEqual(["%", "10.%"]);
      for (const host of ["%", "10.%"]) {
        expect(await made.grants(made.clone, host)).toEqual(await made.grants(made.username, host));
        expect(await made.definition(made.clone, host)).toBe(await made.definition(made.username, host));
      }
    }
    // Nobody can log in from 10.0.0.0/8 here, so the row of the network is given this one's address.
    await made.sql(`DROP USER \`${made.username}\`@'%'`, `RENAME USER ${elsewhere} TO \`${made.username}\`@'127.%'`);
    await (await connectAs(await made.secret.value())).end();
  });

  it("a row with another password is refused by name, nothing changed; with a mark it is the secret's", async () => {
    const made = await manualUser(world);
    const elsewhere = `\`${made.username}\`@'10.%'`;
    await made.sql(`CREATE USER ${elsewhere} IDENTIFIED BY 'somebody-elses-Password-1'`);
    const token = await made.secret.begin();
    await made.secret.step("createSecret", token);
    const step = made.secret.step("setSecret", token);
    await expect(step).rejects.toThrow(refused("unsupported_account"));
    await expect(step).rejects.toThrow(
      /has another account, 'app_\w+'@'10\.%'.*(ALTER USER 'app_\w+'@'10\.%' ATTRIBUTE|GRANT .* TO 'app_\w+'@'10\.%')/,
    );
    expect(await hostsOf(made, made.clone)).toEqual([]);
    await made.sql(`ALTER USER ${elsewhere} ATTRIBUTE '{"rotated_for_secret": "${made.secret.name}"}'`);
    await made.secret.step("setSecret", token);
    expect(await hostsOf(made, made.clone)).toEqual(["%", "10.%"]);
  });

  it("an account of the other user for a host at which the current one has none: refused, or dropped where it was ours", async () => {
    const made = await manualUser(world);
    const clone = `\`${made.clone}\`@'10.%'`;
    await made.sql(`CREATE USER ${clone} IDENTIFIED BY 'somebody-elses-Password-1'`);
    const token = await made.secret.begin();
    await made.secret.step("createSecret", token);
    await expect(made.secret.step("setSecret", token)).rejects.toThrow(refused("account_not_ours"));
    expect(await hostsOf(made, made.clone)).toEqual(["10.%"]);
    await made.sql(`ALTER USER ${clone} ATTRIBUTE '{"rotated_for_secret": "${made.secret.name}"}'`);
    await made.secret.step("setSecret", token);
    expect(await hostsOf(made, made.clone)).toEqual(["%"]);
  });
});
