import { STRATEGY_TAG, type StrategyName } from "../../../rotation-fn/settings";
import { inGrant } from "../../support/account-text";
import { itOnMysql, onMariadb, testMysql } from "../../support/mysql";
import { asRoot, grantsOf, logIn, type RotationWorld, rotationWorld, uniqueNames } from "../../support/rotation-world";

/** What provision does differently for each strategy, which it takes from the secret's tag. */
describe("provision for a secret of", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());

  const provision = (secretId: string, names: { dbname: string; username: string }) =>
    world.handler({
      action: "provision",
      secretId,
      adminSecretId: world.adminArn,
      engine: testMysql().engine,
      host: testMysql().host,
      port: testMysql().port,
      ...names,
      userHost: "%",
      privileges: ["SELECT"],
    });
  const provisioned = async (strategy: string, names = uniqueNames()) => {
    const secret = await world.secretWith(undefined, [{ Key: STRATEGY_TAG, Value: strategy }]);
    await provision(secret.arn, names);
    return { secret, names };
  };
  const longest = onMariadb() ? 80 : 32;
  const KEEPS_TWO = "GRANT APPLICATION_PASSWORD_ADMIN ON *.* TO USER";

  itOnMysql()("single-user: the user may keep two passwords, and its first rotation fails no login", async () => {
    const { secret, names } = await provisioned("single-user");
    expect(await grantsOf(names.username)).toContain(KEEPS_TWO);
    const first = await secret.value();
    await secret.rotate();
    await logIn(first);
    await logIn(await secret.value());
    expect(world.logs()).toContainEqual(expect.objectContaining({ passwordChange: "retained" }));
  });

  it.each(["admin-rotated", "alternating-users"])(
    "%s: the user gets no right beside the wanted ones",
    async (strategy) => {
      const { names } = await provisioned(strategy);
      expect(await grantsOf(names.username)).toEqual([
        `GRANT SELECT ON \`${inGrant(names.dbname)}\`.* TO USER`,
        "GRANT USAGE ON *.* TO USER",
      ]);
    },
  );

  it.each(["single-user", "admin-rotated"] satisfies StrategyName[])(
    "%s: another user that is called like an alternate is left alone, and a name may be as long as the server allows",
    async (strategy) => {
      const names = uniqueNames();
      const clone = `\`${names.username}_clone\`@'%'`;
      await asRoot(`CREATE USER ${clone} IDENTIFIED BY 'somebody-Elses-1'`);
      await provisioned(strategy, names);
      expect(await grantsOf(`${names.username}_clone`)).toEqual(["GRANT USAGE ON *.* TO USER"]);

      const long = { ...uniqueNames(), username: `${names.username}_`.padEnd(longest, "x") };
      const { secret } = await provisioned(strategy, long);
      await secret.rotate();
      await logIn(await secret.value());
      await expect(provisioned(strategy, { ...long, username: "x".repeat(longest + 1) })).rejects.toThrow(
        onMariadb() ? /allowed: at most 80 characters;/ : /33 characters, allowed: 32;/,
      );
    },
  );

  it("single-user: called again after rotations, it leaves password and rights as they are", async () => {
    const { secret, names } = await provisioned("single-user");
    await secret.rotate();
    await asRoot(`GRANT APPLICATION_PASSWORD_ADMIN ON *.* TO \`${names.username}\`@'%' WITH GRANT OPTION`);
    const [value, grants] = [await secret.value(), await grantsOf(names.username)];
    await provision(secret.arn, names);
    expect(await secret.value()).toEqual(value);
    expect(await grantsOf(names.username)).toEqual(grants);
    if (!onMariadb()) await logIn(await secret.value("AWSPREVIOUS"));
  });

  it("a strategy that does not exist: refused before anything is made", async () => {
    const names = uniqueNames();
    await expect(provisioned("toString", names)).rejects.toMatchObject({ code: "unsupported_strategy" });
    const [rows] = await asRoot(`SELECT User FROM mysql.user WHERE User = '${names.username}'`);
    expect(rows).toEqual([]);
  });
});
