import { singleUser } from "../../../rotation-fn/strategies/single-user";
import { loginLoad, rotateWithRepetition } from "../../support/login-load";
import { connectAs, itOnMysql, onMariadb } from "../../support/mysql";
import { FIRST_PASSWORD, type OneUser, type OneUserOptions, oneUser } from "../../support/one-user";
import { asRoot, logIn, type RotationWorld, rotationWorld } from "../../support/rotation-world";
import { playedWorld } from "../../support/stub-server";

describe("5. Single-user modes have no outage window", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());
  beforeEach(() => void world.logs());

  const changes = () =>
    world.logs().flatMap((line) => (line.event === "password-changed" ? [String(line.passwordChange)] : []));

  // A user of MariaDB that changes itself keeps one password; the MariaDB tests show its window.
  const MODES = onMariadb() ? (["admin-rotated"] as const) : (["single-user", "admin-rotated"] as const);

  describe.each(MODES)("%s", (strategy) => {
    /** Only who changes itself needs a privilege for keeping two passwords; provisioning gives it. */
    const user = (): Promise<OneUser> =>
      oneUser(
        world,
        strategy === "single-user" ? { strategy, privileges: ["APPLICATION_PASSWORD_ADMIN"] } : { strategy },
      );

    it("fails no new login with AWSCURRENT while it rotates, with setSecret executed twice", async () => {
      const { secret } = await user();
      const clients = loginLoad(secret);
      for (let rotation = 0; rotation < 3; rotation++) await rotateWithRepetition(secret);
      const { logins, failures } = await clients.stop();
      expect(failures).toEqual([]);
      expect(logins).toBeGreaterThan(30);
      expect(new Set(changes())).toEqual(new Set(["retained"]));
    });

    it("keeps the replaced password until the next rotation, and no longer", async () => {
      const one = await user();
      const passwords = [FIRST_PASSWORD];
      for (let rotation = 0; rotation < 3; rotation++) {
        await one.secret.rotate();
        passwords.push((await one.secret.value()).password);
        expect(await one.accepted(...passwords)).toEqual(passwords.slice(-2));
      }
    });
  });

  describe("where the user may not keep two passwords", () => {
    const user = (options: Omit<OneUserOptions, "strategy"> = {}): Promise<OneUser> =>
      oneUser(world, { strategy: "single-user", ...options });

    itOnMysql()("replaces the password, and says what is refused, until when, and what would avoid it", async () => {
      const one = await user();
      await one.secret.rotate();
      expect(world.logs()).toContainEqual(
        expect.objectContaining({
          event: "password-changed",
          passwordChange: "replaced",
          hint: expect.stringMatching(
            /^until finishSecret, new logins with AWSCURRENT fail; GRANT APPLICATION_PASSWORD_ADMIN ON \*\.\* TO 'app_\w+'@'%' avoids it$/,
          ),
        }),
      );
      const { password } = await one.secret.value();
      expect(await one.accepted(FIRST_PASSWORD, password)).toEqual([password]);
    });

    it("the gap begins with setSecret and ends with finishSecret; sessions that are open do not feel it", async () => {
      const one = await user();
      const open = await connectAs({ username: one.username, password: FIRST_PASSWORD });
      const token = await one.secret.begin();
      await one.secret.step("createSecret", token);
      await logIn(await one.secret.value());
      await one.secret.step("setSecret", token);
      await expect(one.secret.value().then(logIn)).rejects.toMatchObject({ errno: 1045 });
      await one.secret.step("testSecret", token);
      await one.secret.step("finishSecret", token);
      await logIn(await one.secret.value());
      await open.query("SELECT 1");
      await open.end();
    });

    itOnMysql()("finds the pending password in place when setSecret comes again", async () => {
      const one = await user();
      const token = await one.secret.begin();
      await one.secret.step("createSecret", token);
      await one.secret.step("setSecret", token);
      await one.secret.step("setSecret", token);
      expect(changes()).toEqual(["replaced"]);
      for (const step of ["testSecret", "finishSecret"] as const) await one.secret.step(step, token);
    });

    itOnMysql()("the statement of the hint is the cure", async () => {
      const one = await user();
      await one.secret.rotate();
      const hint = String(world.logs().find((line) => line.event === "password-changed")?.hint);
      await asRoot(/GRANT .* TO '\w+'@'%'/.exec(hint)?.[0] ?? "(no statement)");
      await one.secret.rotate();
      expect(changes()).toEqual(["retained"]);
    });

    itOnMysql()("takes the privilege from a default role", async () => {
      const one = await user();
      const role = `\`${one.username}_role\``;
      await asRoot(
        `CREATE ROLE ${role}`,
        `GRANT APPLICATION_PASSWORD_ADMIN ON *.* TO ${role}`,
        `GRANT ${role} TO ${one.account}`,
        `SET DEFAULT ROLE ${role} TO ${one.account}`,
      );
      await one.secret.rotate();
      expect(changes()).toEqual(["retained"]);
    });

    it("below 8.0.14, where no account keeps two: one change that any MySQL understands", async () => {
      const old = playedWorld({ version: "8.0.13", login: ({ username }) => ({ matched: username }) });
      await singleUser.change(old.current, old.valueFor("app", "pending"), old.context);
      expect(old.changes).toEqual([
        { kind: "change-password", account: { user: "app", host: "%" }, password: "pending", second: "kept" },
      ]);
    });
  });
});
