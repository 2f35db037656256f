import { markBy } from "../../support/account-text";
import { FIRST_PASSWORD, type OneUser, oneUser } from "../../support/one-user";
import { otherPlugin } from "../../support/other-plugin";
import { asRoot, type RotationWorld, rotationWorld } from "../../support/rotation-world";

/** The function's login matches the account at 127.0.0.1; the one at % lets it in once that one is dropped. */
describe("11. The right account row: admin-rotated with several accounts of its user", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());

  const FOREIGN = "by-Hand-123";
  const local = () => oneUser(world, { strategy: "admin-rotated", host: "127.0.0.1" });
  const further = (one: OneUser, host = "%") => `\`${one.username}\`@\`${host}\``;
  const add = async (one: OneUser, password: string, clauses = "", host = "%") => {
    const { dbname } = await one.secret.value();
    await asRoot(
      `CREATE USER ${further(one, host)} IDENTIFIED BY '${password}' ${clauses}`,
      `GRANT SELECT ON \`${dbname}\`.* TO ${further(one, host)}`,
    );
  };
  const dropMatched = (one: OneUser) => asRoot(`DROP USER ${one.account}`);
  const warned = (event: string) => world.logs().filter((line) => line.event === event);

  it("changes each account that has the secret's password, and keeps AWSPREVIOUS at each", async () => {
    const one = await local();
    await add(one, FIRST_PASSWORD);
    for (let rotation = 0; rotation < 2; rotation++) await one.secret.rotate();
    const [now, before] = [await one.secret.value(), await one.secret.value("AWSPREVIOUS")];
    const passwords = [FIRST_PASSWORD, before.password, now.password];
    expect(await one.accepted(...passwords)).toEqual(passwords.slice(1));
    await dropMatched(one);
    expect(await one.accepted(...passwords)).toEqual(passwords.slice(1));
  });

  it("converges when setSecret is repeated, also after it was interrupted between two accounts", async () => {
    const one = await local();
    await add(one, FIRST_PASSWORD);
    const token = await one.secret.begin();
    await one.secret.step("createSecret", token);
    await one.secret.step("setSecret", token);
    // The matched account as it was before: the last write did not happen.
    await one.setByHand(FIRST_PASSWORD);
    for (let time = 0; time < 2; time++) await one.secret.step("setSecret", token);
    const passwords = [FIRST_PASSWORD, (await one.secret.value("AWSPENDING")).password];
    expect(await one.accepted(...passwords)).toEqual(passwords);
    await dropMatched(one);
    expect(await one.accepted(...passwords)).toEqual(passwords);
  });

  it("brings along an account that has AWSPREVIOUS, as an earlier release left it, and lets its clients in all the time", async () => {
    const one = await local();
    await one.secret.rotate();
    await add(one, FIRST_PASSWORD);
    world.operations();
    await one.secret.rotate();
    const { password } = await one.secret.value();
    await dropMatched(one);
    expect(await one.accepted(FIRST_PASSWORD, password)).toEqual([FIRST_PASSWORD, password]);
  });

  it("brings along an account with the secret's mark and a password that no label holds, which ends", async () => {
    const one = await local();
    await add(one, FOREIGN);
    await asRoot(markBy(one.username, "%", one.secret.name));
    await one.secret.rotate();
    expect(warned("unknown-password-replaced")).toHaveLength(1);
    const { password } = await one.secret.value();
    await dropMatched(one);
    expect(await one.accepted(FOREIGN, password)).toEqual([password]);
  });

  it("leaves an account with a password of its own alone, and says so", async () => {
    const one = await local();
    await add(one, FOREIGN);
    await one.secret.rotate();
    expect(warned("further-account-left")).toEqual([
      expect.objectContaining({ level: "warn", account: `'${one.username}'@'%'` }),
    ]);
    await dropMatched(one);
    expect(await one.accepted(FOREIGN)).toEqual([FOREIGN]);
  });

  it("refuses an account that has the secret's password and another secret's mark, nothing changed", async () => {
    const one = await local();
    await add(one, FIRST_PASSWORD);
    await asRoot(markBy(one.username, "%", "somebody-else"));
    await expect(one.secret.rotate()).rejects.toThrow(
      expect.objectContaining({ code: "account_not_ours", effect: "none" }),
    );
    expect(await one.accepted(FIRST_PASSWORD)).toEqual([FIRST_PASSWORD]);
  });

  it("passes over a locked account and one that takes no password", async () => {
    const one = await local();
    await add(one, FOREIGN, "ACCOUNT LOCK");
    await add(one, FOREIGN, "ACCOUNT LOCK", "10.%");
    await otherPlugin(one.username, "10.%");
    await one.secret.rotate();
    expect(warned("further-account-left")).toEqual([]);
    const { password } = await one.secret.value();
    expect(await one.accepted(FIRST_PASSWORD, password)).toEqual([FIRST_PASSWORD, password]);
  });
});

describe("11. The right account row: ALLOW_ADMIN_RESET with several accounts", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld({ ALLOW_ADMIN_RESET: "true" });
  });
  afterAll(() => world.close());

  it("resets each account that carries the mark, and no other", async () => {
    const one = await oneUser(world, { strategy: "admin-rotated", host: "127.0.0.1" });
    await asRoot(
      `CREATE USER \`${one.username}\`@'%' IDENTIFIED BY '${FIRST_PASSWORD}'`,
      `CREATE USER \`${one.username}\`@'10.%' IDENTIFIED BY 'of-another-1'`,
    );
    const { dbname } = await one.secret.value();
    await asRoot(`GRANT SELECT ON \`${dbname}\`.* TO \`${one.username}\`@'%'`);
    await one.secret.rotate();
    await asRoot(
      ...["127.0.0.1", "%"].map((host) => `ALTER USER \`${one.username}\`@'${host}' IDENTIFIED BY 'stolen-Pass-1'`),
      ...["127.0.0.1", "%"].map((host) => `ALTER USER \`${one.username}\`@'${host}' DISCARD OLD PASSWORD`),
    );
    await one.secret.rotate();
    const resets = world.logs().filter(({ event }) => event === "admin-reset");
    expect(resets.map(({ account }) => account).sort()).toEqual(
      ["%", "127.0.0.1"].map((host) => `'${one.username}'@'${host}'`),
    );
    const { password } = await one.secret.value();
    expect(await one.accepted("stolen-Pass-1", password)).toEqual([password]);
  });
});
