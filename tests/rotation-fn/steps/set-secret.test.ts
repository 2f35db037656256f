import { testMysql } from "../../support/mysql";
import {
  type AppSecret,
  asRoot,
  definitionOf,
  grantsOf,
  logIn,
  type RotationWorld,
  rotationWorld,
} from "../../support/rotation-world";
import { tenAtOnce } from "../../support/ten-at-once";

describe("setSecret", () => {
  let world: RotationWorld;
  let secret: AppSecret;
  let token: string;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    secret = await world.provisioned();
    token = await secret.begin();
    await secret.step("createSecret", token);
    world.operations();
    world.logs();
  });

  const outcome = () => world.logs().find((line) => line.event === "step");
  const refused = (code: string, effect = "none") => expect.objectContaining({ code, effect });

  it("1. the alternate account does not exist: made with the rights of the current one, the password last", async () => {
    await secret.step("setSecret", token);
    const [current, pending] = [await secret.value(), await secret.value("AWSPENDING")];
    await logIn(pending);
    await logIn(current);
    expect(await grantsOf(pending.username)).toEqual(await grantsOf(current.username));
    expect(await definitionOf(pending.username)).toBe(await definitionOf(current.username));
    expect(world.operations()).toEqual(["DescribeSecret", "GetSecretValue", "GetSecretValue", "GetSecretValue"]);
    expect(outcome()).toMatchObject({ outcome: "ok", apiCalls: 4, logins: 2, failedLogins: 0 });
  });

  it("2. the alternate account is ours from an earlier rotation: the differences are applied, then the password", async () => {
    await secret.step("setSecret", token);
    await secret.step("finishSecret", token);
    const current = await secret.value();
    const user = `\`${current.username}\`@'%'`;
    await asRoot(
      `GRANT DELETE ON \`${current.dbname}\`.* TO ${user}`,
      `REVOKE INSERT ON \`${current.dbname}\`.* FROM ${user}`,
      `ALTER USER ${user} WITH MAX_USER_CONNECTIONS 7 PASSWORD HISTORY 3 COMMENT 'of the shop'`,
    );
    const next = await secret.begin();
    await secret.step("createSecret", next);
    await secret.step("setSecret", next);
    const pending = await secret.value("AWSPENDING");
    await logIn(pending);
    expect((await grantsOf(pending.username)).join()).toMatch(/GRANT SELECT, DELETE ON/);
    expect(await grantsOf(pending.username)).toEqual(await grantsOf(current.username));
    expect(await definitionOf(pending.username)).toBe(await definitionOf(current.username));
  });

  it.each([
    ["made and still locked", (user: string) => [`CREATE USER ${user} IDENTIFIED BY RANDOM PASSWORD ACCOUNT LOCK`]],
    ["with the pending password and without any right", (user: string) => [`CREATE USER ${user}`]],
  ])("3. an earlier attempt broke off half-way (%s): whatever is missing is done", async (what, statements) => {
    const [current, pending] = [await secret.value(), await secret.value("AWSPENDING")];
    const user = `\`${pending.username}\`@'%'`;
    await asRoot(...statements(user), `ALTER USER ${user} ATTRIBUTE '{"rotated_for_secret":"${secret.name}"}'`);
    if (what.includes("password")) await asRoot(`ALTER USER ${user} IDENTIFIED BY '${pending.password}'`);
    await secret.step("setSecret", token);
    await logIn(pending);
    expect(await grantsOf(pending.username)).toEqual(await grantsOf(current.username));
  });

  it("4. an earlier attempt got through and its reply was lost: nothing differs, and the login still works", async () => {
    await secret.step("setSecret", token);
    world.logs();
    await secret.step("setSecret", token);
    expect(world.logs()).toContainEqual(
      expect.objectContaining({ event: "account-converged", changes: 0, created: false }),
    );
    await logIn(await secret.value("AWSPENDING"));
  });

  it("4. an earlier attempt got through, and PASSWORD HISTORY refuses the same password again: accepted", async () => {
    const { username } = await secret.value();
    await asRoot(`ALTER USER \`${username}\`@'%' PASSWORD HISTORY 5`);
    await secret.step("setSecret", token);
    world.logs();
    await secret.step("setSecret", token);
    expect(world.logs()).toContainEqual(expect.objectContaining({ event: "password-set-before" }));
    await logIn(await secret.value("AWSPENDING"));
  });

  it.each([
    ["without a mark", ""],
    ["of another secret", ` ATTRIBUTE '{"rotated_for_secret":"somebody-else"}'`],
  ])("5. the alternate account exists and is not ours (%s): refused, nothing changed", async (_, attribute) => {
    const pending = await secret.value("AWSPENDING");
    await asRoot(`CREATE USER \`${pending.username}\`@'%' IDENTIFIED BY 'somebody-elses-Password-1'${attribute}`);
    const before = await definitionOf(pending.username);
    await expect(secret.step("setSecret", token)).rejects.toThrow(refused("account_not_ours"));
    await logIn({ ...pending, password: "somebody-elses-Password-1", dbname: "information_schema" });
    expect(await definitionOf(pending.username)).toBe(before);
    expect(await grantsOf(pending.username)).toEqual(["GRANT USAGE ON *.* TO USER"]);
  });

  it("16. the alternate account exists without our mark, and the pending password is its own: adopted", async () => {
    const pending = await secret.value("AWSPENDING");
    await asRoot(`CREATE USER \`${pending.username}\`@'%' IDENTIFIED BY '${pending.password}'`);
    await secret.step("setSecret", token);
    expect(world.logs()).toContainEqual(expect.objectContaining({ event: "account-adopted" }));
    expect(await grantsOf(pending.username)).toEqual(await grantsOf((await secret.value()).username));
  });

  it("17. the current user has several accounts: each gets its counterpart; with a stranger's it is refused", async () => {
    const { username, password } = await secret.value();
    const elsewhere = `\`${username}\`@'10.%'`;
    await asRoot(`CREATE USER ${elsewhere} IDENTIFIED BY 'somebody-elses-Password-1'`);
    await expect(secret.step("setSecret", token)).rejects.toThrow(refused("unsupported_account"));
    await asRoot(`ALTER USER ${elsewhere} IDENTIFIED BY '${password}'`);
    await secret.step("setSecret", token);
    const [rows] = await asRoot(`SELECT Host FROM mysql.user WHERE User = '${username}_clone' ORDER BY Host`);
    expect(rows?.map((row) => row.Host)).toEqual(["%", "10.%"]);
  });

  it("5. the current account belongs to another secret: refused, two secrets must not rotate one user", async () => {
    const { username } = await secret.value();
    await asRoot(`ALTER USER \`${username}\`@'%' ATTRIBUTE '{"rotated_for_secret":"somebody-else"}'`);
    await expect(secret.step("setSecret", token)).rejects.toThrow(/an account of the secret somebody-else/);
  });

  it("6. the current credential is refused: refused before the admin is used, nothing changed", async () => {
    const { username } = await secret.value();
    await asRoot(`ALTER USER \`${username}\`@'%' IDENTIFIED BY 'changed-by-Hand-1'`);
    await expect(secret.step("setSecret", token)).rejects.toThrow(refused("login_refused"));
    expect(world.operations()).toEqual(["DescribeSecret", "GetSecretValue", "GetSecretValue"]);
    expect(outcome()).toMatchObject({ logins: 1, failedLogins: 1 });
    const [rows] = await asRoot(`SELECT User FROM mysql.user WHERE User = '${username}_clone'`);
    expect(rows).toEqual([]);
  });

  it("6. the current account is locked: said as such", async () => {
    const { username } = await secret.value();
    await asRoot(`ALTER USER \`${username}\`@'%' ACCOUNT LOCK`);
    await expect(secret.step("setSecret", token)).rejects.toThrow(refused("account_locked"));
  });

  it("7. the server does not answer: an error of the network, not of the password", async () => {
    const [current, pending] = [await secret.value(), await secret.value("AWSPENDING")];
    await secret.put({ ...current, port: 1 });
    await secret.put({ ...pending, port: 1 }, "AWSPENDING");
    const moved = Object.entries(await secret.labels()).find(([, labels]) => labels.includes("AWSPENDING"))?.[0] ?? "";
    await expect(secret.step("setSecret", moved)).rejects.toThrow(refused("network_unreachable"));
    await expect(secret.step("setSecret", moved)).rejects.toThrow(
      /'app_\w+' at localhost:1 failed; found: ECONNREFUSED/,
    );
  });

  it("refuses a pending version for a user that is not the alternate, or for another host", async () => {
    const pending = await secret.value("AWSPENDING");
    const replace = async (value: object) => {
      await secret.put(value, "AWSPENDING");
      return Object.entries(await secret.labels()).find(([, labels]) => labels.includes("AWSPENDING"))?.[0] ?? "";
    };
    const wrongUser = await replace({ ...pending, username: "somebody" });
    await expect(secret.step("setSecret", wrongUser)).rejects.toThrow(refused("user_mismatch"));
    const wrongHost = await replace({ ...pending, host: "127.0.0.1" });
    await expect(secret.step("setSecret", wrongHost)).rejects.toThrow(refused("pending_outdated"));
  });

  it("refuses to rotate the admin's own account", async () => {
    const { admin } = testMysql();
    const own = await world.secretWith(JSON.stringify({ ...(await secret.value()), ...admin, dbname: undefined }));
    const ownToken = await own.begin();
    await own.step("createSecret", ownToken);
    await expect(own.step("setSecret", ownToken)).rejects.toThrow(refused("forbidden_account"));
  });

  it("works one at a time: of ten invocations at once each succeeds or waits in vain", async () => {
    await tenAtOnce(() => secret.step("setSecret", token));
    await logIn(await secret.value("AWSPENDING"));
  });

  it("never shows a password in a log line or an error", async () => {
    const [current, pending] = [await secret.value(), await secret.value("AWSPENDING")];
    await asRoot(`CREATE USER \`${pending.username}\`@'%'`);
    const error = await secret.step("setSecret", token).catch((thrown: unknown) => thrown);
    const shown = JSON.stringify([world.logs(), String(error), (error as Error).stack, String((error as Error).cause)]);
    for (const password of [current.password, pending.password, testMysql().admin.password]) {
      expect(shown).not.toContain(password);
    }
  });
});
