import { manualUser } from "../../support/manual-user";
import { onMariadb } from "../../support/mysql";
import { type RotationWorld, rotationWorld, uniqueNames } from "../../support/rotation-world";

describe("23. Names", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());
  const named = (length: number) => uniqueNames().username.padEnd(length, "x");
  const longest = onMariadb() ? 80 : 32;

  it(`a base name of ${longest - 6} characters rotates there and back`, async () => {
    const made = await manualUser(world, { username: named(longest - 6) });
    await made.secret.rotate();
    expect((await made.secret.value()).username).toHaveLength(longest);
    await made.secret.rotate();
    expect((await made.secret.value()).username).toBe(made.username);
  });

  it(`one of ${longest - 5} is refused in createSecret, with both numbers, before anything is stored`, async () => {
    const made = await manualUser(world, { username: named(longest - 5) });
    const token = await made.secret.begin();
    const step = made.secret.step("createSecret", token);
    await expect(step).rejects.toThrow(expect.objectContaining({ code: "username_too_long", effect: "none" }));
    await expect(step).rejects.toThrow(
      new RegExp(
        `found: ${longest + 1} characters .*allowed: ${longest} characters, so ${longest - 6} for the app user`,
      ),
    );
    await expect(made.secret.value("AWSPENDING")).rejects.toThrow();
  });

  it(`one of ${longest} rotates with an explicit second name, in the secret's tag`, async () => {
    const [long, other] = [named(longest), uniqueNames().username];
    const made = await manualUser(world, {
      username: long,
      tags: [{ Key: "rotation:usernames", Value: `${long} ${other}` }],
    });
    await made.secret.rotate();
    expect((await made.secret.value()).username).toBe(other);
    await made.secret.rotate();
    expect((await made.secret.value()).username).toBe(long);
  });

  it("MariaDB's limit is 80 characters: the value decides, before any login", async () => {
    const base = { engine: "mariadb", host: "db.invalid", port: 3306, password: "x", masterarn: world.adminArn };
    const stored = async (username: string) => {
      const secret = await world.secretWith(JSON.stringify({ ...base, username }));
      await secret.step("createSecret", await secret.begin());
      return secret.value("AWSPENDING");
    };
    expect((await stored("m".repeat(74))).username).toHaveLength(80);
    await expect(stored("m".repeat(75))).rejects.toThrow(/found: 81 characters .*allowed: 80 characters, so 74/);
  });

  it("AWS's setting USERNAME_CHARACTER_LIMIT is kept to, for new names and not for those that are there", async () => {
    const strict = await rotationWorld({ USERNAME_CHARACTER_LIMIT: "16" });
    try {
      const made = await manualUser(strict, { username: named(14) });
      const token = await made.secret.begin();
      await expect(made.secret.step("createSecret", token)).rejects.toThrow(
        /found: 20 characters .*allowed: 16 characters, so 10/,
      );
      const back = await strict.secretWith(
        JSON.stringify({ ...(await made.secret.value()), username: `${made.username}_clone` }),
      );
      await back.step("createSecret", await back.begin());
      expect((await back.value("AWSPENDING")).username).toBe(made.username);
    } finally {
      await strict.close();
    }
  });

  it("names with blanks, quotes, per cent, @ and letters of other scripts", async () => {
    const made = await manualUser(world, { username: `ä'b"c%@ ${uniqueNames().username}` });
    await made.secret.rotate();
    await made.secret.rotate();
    for (const label of ["AWSCURRENT", "AWSPREVIOUS"]) {
      expect(await made.query(await made.secret.value(label), "SELECT 1")).toEqual(["1"]);
    }
  });
});
