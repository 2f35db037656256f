import { markBy } from "../../support/account-text";
import { rotateWithRepetition } from "../../support/login-load";
import { itOnMysql, onMariadb } from "../../support/mysql";
import { FIRST_PASSWORD, type OneUser, oneUser } from "../../support/one-user";
import { asRoot, type RotationWorld, rotationWorld } from "../../support/rotation-world";
import { skippedBecause } from "../../support/skipped-because";

const CANCELLED = "cancelled-1";
const TAKEN_BACK = "taken-Back-1";
const refused = (code: string) => expect.objectContaining({ code, effect: "none" });
/** Single user in both modes: one that keeps two passwords when it changes itself, one that does not, and one that is changed. */
const MODES = {
  "single-user": { strategy: "single-user", privileges: ["APPLICATION_PASSWORD_ADMIN"] },
  "single-user without a second password": { strategy: "single-user" },
  "admin-rotated": { strategy: "admin-rotated" },
} as const;
type Mode = keyof typeof MODES;
const EVERY_MODE = Object.keys(MODES) as Mode[];
const BOTH_STRATEGIES = ["single-user", "admin-rotated"] as const;

describe("22. Password policies of single user", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());

  const user = (mode: Mode, clauses: string): Promise<OneUser> => oneUser(world, { ...MODES[mode], clauses });
  const begun = async (one: OneUser): Promise<string> => {
    const token = await one.secret.begin();
    await one.secret.step("createSecret", token);
    world.logs();
    return token;
  };
  const rest = async (one: OneUser, token: string): Promise<void> => {
    for (const step of ["setSecret", "testSecret", "finishSecret"] as const) await one.secret.step(step, token);
  };

  const onlyExpiry = "MariaDB has neither of these policies, only passwords that expire";
  skippedBecause(onMariadb() ? onlyExpiry : undefined, describe).each([
    "PASSWORD REQUIRE CURRENT",
    "PASSWORD HISTORY 5 PASSWORD REUSE INTERVAL 5 DAY",
  ])("%s", (clauses) => {
    it.each(EVERY_MODE)("%s: two rotations succeed, with setSecret executed twice", async (mode) => {
      const one = await user(mode, clauses);
      world.logs();
      for (let rotation = 0; rotation < 2; rotation++) await rotateWithRepetition(one.secret);
      const failed = world.logs().filter((line) => line.event === "step" && line.failedLogins !== 0);
      const [current, previous] = [await one.secret.value(), await one.secret.value("AWSPREVIOUS")];
      const working = await one.accepted(current.password, previous.password);
      if (mode === "single-user without a second password") {
        // The repetition finds AWSCURRENT refused, as it is for everybody then, and the pending password in place.
        expect(failed).toHaveLength(2);
        expect(working).toEqual([current.password]);
      } else {
        expect(failed).toEqual([]);
        expect(working).toHaveLength(2);
      }
    });
  });

  itOnMysql()(
    "PASSWORD REQUIRE CURRENT, and AWSCURRENT is only the second password: says what to do, changes nothing",
    async () => {
      const one = await user("single-user", "PASSWORD REQUIRE CURRENT");
      const token = await begun(one);
      await asRoot(markBy(one.username, "%", one.secret.name));
      await asRoot(`ALTER USER ${one.account} IDENTIFIED BY '${CANCELLED}' RETAIN CURRENT PASSWORD`);
      const step = one.secret.step("setSecret", token);
      await expect(step).rejects.toThrow(refused("password_required"));
      await expect(step).rejects.toThrow(
        /what to do: set the account's password to the one in AWSCURRENT as the admin/,
      );
      expect(await one.accepted(FIRST_PASSWORD, CANCELLED)).toEqual([FIRST_PASSWORD, CANCELLED]);
      await asRoot(`ALTER USER ${one.account} IDENTIFIED BY '${FIRST_PASSWORD}'`);
      await rest(one, token);
    },
  );

  itOnMysql().each(BOTH_STRATEGIES)(
    "%s: a pending password that was set and taken back: PASSWORD HISTORY refuses it for ever, and the error says so",
    async (strategy) => {
      const one = await user(strategy, "PASSWORD HISTORY 5");
      const token = await begun(one);
      const { password } = await one.secret.value("AWSPENDING");
      await asRoot(
        markBy(one.username, "%", one.secret.name),
        `ALTER USER ${one.account} IDENTIFIED BY '${password.replace(/[\\']/g, "\\$&")}' RETAIN CURRENT PASSWORD`,
        `ALTER USER ${one.account} IDENTIFIED BY '${TAKEN_BACK}'`,
      );
      const step = one.secret.step("setSecret", token);
      await expect(step).rejects.toThrow(refused("password_reused"));
      await expect(step).rejects.toThrow(/cancel the rotation and start a new one/);
      expect(await one.accepted(FIRST_PASSWORD, TAKEN_BACK)).toHaveLength(2);
    },
  );

  describe("an expired password", () => {
    it("single-user: the server lets nobody in with it, which is said as such; the statement of the line is the cure", async () => {
      const one = await user("single-user", "PASSWORD EXPIRE");
      const token = await begun(one);
      await expect(one.secret.step("setSecret", token)).rejects.toThrow(refused("password_expired"));
      const [line] = world.logs().filter(({ outcome }) => outcome === "failed");
      expect(line).toMatchObject({ needsHuman: true, logins: 1, failedLogins: 1 });
      const [, statement = ""] = /--execute="(.*)"$/.exec(String(line?.command)) ?? [];
      await asRoot(statement.replace("<password in AWSCURRENT>", FIRST_PASSWORD));
      await rest(one, token);
      const { password } = await one.secret.value();
      const kept = onMariadb() ? [password] : [FIRST_PASSWORD, password];
      expect(await one.accepted(FIRST_PASSWORD, password)).toEqual(kept);
    });

    it("admin-rotated: renewed, since only who knows the password is told that it has expired", async () => {
      const one = await user("admin-rotated", "PASSWORD EXPIRE");
      const token = await begun(one);
      await rest(one, token);
      const { password } = await one.secret.value();
      expect(await one.accepted(FIRST_PASSWORD, password)).toEqual([FIRST_PASSWORD, password]);
    });
  });
});
