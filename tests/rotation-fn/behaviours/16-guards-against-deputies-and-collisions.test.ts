import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { MADE_BY_HAND, type ManualUser, manualUser } from "../../support/manual-user";
import { connectAs } from "../../support/mysql";
import { type RotationWorld, rotationWorld, uniqueNames } from "../../support/rotation-world";
import { rotateAsAwsDoes } from "./foreign-rotation";

describe("16. Guards against confused deputies and collisions", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());

  const STRANGER = "somebody-elses-Password-1";
  const begun = async (made: ManualUser): Promise<string> => {
    const token = await made.secret.begin();
    await made.secret.step("createSecret", token);
    world.logs();
    return token;
  };
  const refused = (code: string) => expect.objectContaining({ code, effect: "none" });
  const adopted = () => world.logs().find((line) => line.event === "account-adopted")?.evidence;
  const outcome = () => world.logs().find((line) => line.event === "step");

  it("a natural name on _clone leaves an unrelated user without the suffix untouched, and does not even try its password", async () => {
    const { username: svc } = uniqueNames();
    const made = await manualUser(world, { username: `${svc}_clone` });
    await made.sql(
      `CREATE USER '${svc}' IDENTIFIED BY '${STRANGER}' FAILED_LOGIN_ATTEMPTS 1 PASSWORD_LOCK_TIME UNBOUNDED`,
      `GRANT PROCESS ON *.* TO '${svc}'`,
    );
    const before = [await made.definition(svc), await made.grants(svc)];
    const token = await begun(made);
    expect((await made.secret.value("AWSPENDING")).username).toBe(svc);
    for (let attempt = 1; attempt <= 2; attempt++) {
      await expect(made.secret.step("setSecret", token)).rejects.toThrow(refused("account_not_ours"));
      expect(outcome()).toMatchObject({ logins: 2, failedLogins: 0 });
    }
    expect([await made.definition(svc), await made.grants(svc)]).toEqual(before);
    await (await connectAs({ username: svc, password: STRANGER })).end();
  });

  it("a name that fits and an AWSPREVIOUS that names it are not enough: the password has to be the account's", async () => {
    const made = await manualUser(world);
    await made.sql(`CREATE USER '${made.clone}' IDENTIFIED BY '${STRANGER}'`);
    const first = await made.secret.value();
    await made.secret.put({ ...first, username: made.clone, password: "guessed-Password-1" });
    await made.secret.put(first);
    expect((await made.secret.value("AWSPREVIOUS")).username).toBe(made.clone);
    const token = await begun(made);
    await expect(made.secret.step("setSecret", token)).rejects.toThrow(refused("account_not_ours"));
    await (await connectAs({ username: made.clone, password: STRANGER })).end();
  });

  it("the right password of another server's account of that name is not enough either", async () => {
    const made = await manualUser(world);
    await made.sql(`CREATE USER '${made.clone}' IDENTIFIED BY '${STRANGER}'`);
    const first = await made.secret.value();
    await made.secret.put({ ...first, username: made.clone, password: STRANGER, host: "127.0.0.1" });
    await made.secret.put(first);
    const token = await begun(made);
    await expect(made.secret.step("setSecret", token)).rejects.toThrow(refused("account_not_ours"));
  });

  it("an account of another secret is refused, whatever password is known of it", async () => {
    const made = await manualUser(world);
    await rotateAsAwsDoes(world, made);
    await made.sql(`ALTER USER '${made.username}' ATTRIBUTE '{"rotated_for_secret": "somebody-else"}'`);
    const token = await begun(made);
    const step = made.secret.step("setSecret", token);
    await expect(step).rejects.toThrow(refused("account_not_ours"));
    await expect(step).rejects.toThrow(/an account of the secret somebody-else/);
  });

  it("the operator's mark is enough: the statement in the error message, word for word", async () => {
    const made = await manualUser(world);
    await made.sql(
      `CREATE USER '${made.clone}' IDENTIFIED BY '${STRANGER}'`,
      `GRANT PROCESS ON *.* TO '${made.clone}'`,
    );
    const token = await begun(made);
    const error = await made.secret.step("setSecret", token).catch((thrown: Error) => thrown);
    const [, statement = ""] =
      /(ALTER USER .* ATTRIBUTE '[^']*'|GRANT REFERENCES .* TO '[^']*'@'[^']*')/.exec((error as Error).message) ?? [];
    await made.sql(...statement.split("; "));
    await made.secret.step("setSecret", token);
    expect(adopted()).toBeUndefined();
    expect(await made.grants(made.clone)).toEqual(await made.grants(made.username));
  });

  it("an alternate user that is the admin, a system account, or another user than the pair's is refused", async () => {
    const made = await manualUser(world);
    const name = `${made.username}_clone`;
    const adminSecret = await world.client.send(
      new CreateSecretCommand({
        Name: `rds!db-${name}`,
        SecretString: JSON.stringify({ username: name, password: "x" }),
      }),
    );
    await made.secret.put({ ...(await made.secret.value()), masterarn: adminSecret.ARN });
    await expect(made.secret.step("setSecret", await begun(made))).rejects.toThrow(refused("forbidden_account"));

    const system = await manualUser(world, { tags: [{ Key: "rotation:usernames", Value: "placeholder rdsadmin" }] });
    await expect(begun(system)).rejects.toThrow(refused("user_mismatch"));
  });

  it("a pair that the secret's tag names alternates between the two, and a stranger in it still needs the mark", async () => {
    const [blue, green] = [uniqueNames().username, uniqueNames().username];
    const tags = [{ Key: "rotation:usernames", Value: `${blue} ${green}` }];
    const made = await manualUser(world, { username: blue, tags });
    await made.sql(`CREATE USER '${green}' IDENTIFIED BY '${STRANGER}'`);
    const token = await begun(made);
    await expect(made.secret.step("setSecret", token)).rejects.toThrow(refused("account_not_ours"));
    await made.sql(`ALTER USER '${green}' ATTRIBUTE '{"rotated_for_secret": "${made.secret.name}"}'`);
    for (const step of ["setSecret", "testSecret", "finishSecret"] as const) await made.secret.step(step, token);
    expect((await made.secret.value()).username).toBe(green);
    await made.secret.rotate();
    expect((await made.secret.value()).username).toBe(blue);
    expect(await made.query(await made.secret.value(), "SELECT 1")).toEqual(["1"]);
  });

  it.each(["one", "one two three", "same same"])(
    "a tag that names no pair is refused before anything is stored: %s",
    async (tag) => {
      const made = await manualUser(world, { tags: [{ Key: "rotation:usernames", Value: tag }] });
      await expect(begun(made)).rejects.toThrow(refused("bad_setting"));
      await expect(made.secret.value("AWSPENDING")).rejects.toThrow();
    },
  );
});

describe("Drop-in: a secret that AWS's function has rotated is continued, and the other way round", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());
  const adopted = () => world.logs().find((line) => line.event === "account-adopted")?.evidence;

  it("after a whole rotation: AWSPREVIOUS is the evidence, for one more read and no login", async () => {
    const made = await manualUser(world);
    await rotateAsAwsDoes(world, made);
    const token = await made.secret.begin();
    await made.secret.step("createSecret", token);
    world.logs();
    world.operations();
    await made.secret.step("setSecret", token);
    expect(world.operations()).toHaveLength(5);
    const lines = world.logs();
    expect(lines).toContainEqual(
      expect.objectContaining({ event: "account-adopted", evidence: "it has the password in AWSPREVIOUS" }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ outcome: "ok", logins: 2, failedLogins: 0 }));
    await made.secret.step("testSecret", token);
    await made.secret.step("finishSecret", token);

    world.operations();
    await made.secret.rotate();
    expect(world.operations()).toHaveLength(11);
    expect(adopted()).toBeUndefined();
  });

  it("in the middle of its first rotation, stuck after the password: the pending password is the evidence", async () => {
    const made = await manualUser(world);
    const token = await rotateAsAwsDoes(world, made, "setSecret");
    await made.sql(`REVOKE SELECT ON ${made.dbname}.* FROM '${made.clone}'`);
    for (const step of ["createSecret", "setSecret", "testSecret", "finishSecret"] as const)
      await made.secret.step(step, token);
    expect(adopted()).toBe("it has the password in AWSPENDING");
    expect(await made.grants(made.clone)).toEqual(await made.grants(made.username));
    expect(await made.query(await made.secret.value(), "SELECT 1")).toEqual(["1"]);
  });

  it("in turns, five times, and AWSCURRENT and AWSPREVIOUS log in after each", async () => {
    const made = await manualUser(world, { clauses: "REQUIRE SSL" });
    for (const whose of ["ours", "AWS's", "AWS's", "ours", "AWS's"]) {
      await (whose === "ours" ? made.secret.rotate() : rotateAsAwsDoes(world, made));
      for (const label of ["AWSCURRENT", "AWSPREVIOUS"]) {
        expect(await made.query(await made.secret.value(label), "SELECT 1")).toEqual(["1"]);
      }
    }
    expect((await made.secret.value()).password).not.toBe(MADE_BY_HAND);
  });
});
