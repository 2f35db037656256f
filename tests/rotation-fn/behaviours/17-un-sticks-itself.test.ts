import { UpdateSecretVersionStageCommand } from "@aws-sdk/client-secrets-manager";
import { STRATEGY_NAMES, type StrategyName } from "../../../rotation-fn/settings";
import { type ManualUser, manualUser } from "../../support/manual-user";
import { type RotationWorld, rotationWorld } from "../../support/rotation-world";

type State = "PENDING" | "CURRENT" | "PREVIOUS" | "none";
const UNKNOWN = "nobody-has-stored-this-Password-1";

/**
 * What the account that is to get the pending password holds when setSecret comes. With two users it is the idle one, whose
 * password is nobody's any more; with one it is the one in use, and then its credential is what a rotation may be made with.
 */
const OUTCOMES: Readonly<Record<StrategyName, Readonly<Record<State, "completes" | "credential_lost">>>> = {
  "alternating-users": { PENDING: "completes", CURRENT: "completes", PREVIOUS: "completes", none: "completes" },
  "single-user": { PENDING: "completes", CURRENT: "completes", PREVIOUS: "completes", none: "credential_lost" },
  "admin-rotated": { PENDING: "completes", CURRENT: "completes", PREVIOUS: "credential_lost", none: "credential_lost" },
};

describe("17. Un-sticks itself", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld({}, { sleep: async () => undefined });
  });
  afterAll(() => world.close());

  /** A secret that has rotated once, and whose next rotation has stored its pending value. */
  const begun = async (strategy: StrategyName): Promise<{ made: ManualUser; token: string }> => {
    const made = await manualUser(world, {
      tags: [{ Key: "rotation:strategy", Value: strategy }],
      statements: ({ account }) => [`GRANT APPLICATION_PASSWORD_ADMIN ON *.* TO ${account}`],
    });
    await made.secret.rotate();
    const token = await made.secret.begin();
    await made.secret.step("createSecret", token);
    return { made, token };
  };
  const rest = async (made: ManualUser, token: string) => {
    for (const step of ["createSecret", "setSecret", "testSecret", "finishSecret"] as const) {
      await made.secret.step(step, token);
    }
  };

  describe.each(STRATEGY_NAMES)("%s", (strategy) => {
    it.each(Object.entries(OUTCOMES[strategy]))("the database holds %s: %s", async (state, expected) => {
      const { made, token } = await begun(strategy);
      const pending = await made.secret.value("AWSPENDING");
      const passwords: Readonly<Record<string, string>> = {
        PENDING: pending.password,
        CURRENT: (await made.secret.value()).password,
        PREVIOUS: (await made.secret.value("AWSPREVIOUS")).password,
        none: UNKNOWN,
      };
      const account = `\`${pending.username}\`@'%'`;
      await made.sql(
        `ALTER USER ${account} IDENTIFIED BY '${passwords[state]}'`,
        `ALTER USER ${account} DISCARD OLD PASSWORD`,
      );
      if (expected === "completes") {
        await rest(made, token);
      } else {
        const step = made.secret.step("setSecret", token);
        await expect(step).rejects.toThrow(expect.objectContaining({ code: expected, effect: "none" }));
        // The recovery action, word for word: set it to AWSCURRENT by hand, then repeat with the same token.
        await expect(step).rejects.toThrow(
          /as the admin, set the password of 'app_\w+' to the one in AWSCURRENT.*rotate-secret/s,
        );
        await made.sql(`ALTER USER ${account} IDENTIFIED BY '${passwords.CURRENT}'`);
        await rest(made, token);
      }
      expect(await made.secret.value()).toEqual(pending);
      expect(await made.query(pending, "SELECT 1")).toEqual(["1"]);
    });
  });

  it("alternating-users: the idle account is gone altogether", async () => {
    const { made, token } = await begun("alternating-users");
    const { username } = await made.secret.value("AWSPENDING");
    await made.sql(`DROP USER '${username}'`);
    await rest(made, token);
    expect(await made.grants(made.username)).toEqual(await made.grants(made.clone));
  });

  it("alternating-users: the account in use has another password than AWSCURRENT: refused with the recovery action", async () => {
    const { made, token } = await begun("alternating-users");
    const current = await made.secret.value();
    await made.sql(`ALTER USER '${current.username}' IDENTIFIED BY '${UNKNOWN}'`);
    const step = made.secret.step("setSecret", token);
    await expect(step).rejects.toThrow(expect.objectContaining({ code: "login_refused", effect: "none" }));
    await expect(step).rejects.toThrow(
      /set the password of 'app_\w+_clone' to the one in AWSCURRENT.*rotate-secret --secret-id app-/s,
    );
    await made.sql(`ALTER USER '${current.username}' IDENTIFIED BY '${current.password}'`);
    await rest(made, token);
  });

  it("an AWSPENDING version without a value, where a rotation broke off before it stored one", async () => {
    const made = await manualUser(world);
    const token = await made.secret.begin();
    await expect(made.secret.step("setSecret", token)).rejects.toThrow(
      expect.objectContaining({ code: "version_not_found", effect: "none" }),
    );
    await rest(made, token);
    expect((await made.secret.value()).username).toBe(made.clone);
  });

  it("a rotation that was cancelled after setSecret: the next one starts from a password that no version holds", async () => {
    const { made, token } = await begun("alternating-users");
    await made.secret.step("setSecret", token);
    await world.client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: made.secret.arn,
        VersionStage: "AWSPENDING",
        RemoveFromVersionId: token,
      }),
    );
    await made.secret.rotate();
    expect(await made.query(await made.secret.value(), "SELECT 1")).toEqual(["1"]);
  });

  it("every step again, in any order, after the rotation is done: nothing changes, and none fails", async () => {
    const { made, token } = await begun("alternating-users");
    await rest(made, token);
    const before = [await made.secret.value(), await made.secret.labels(), await made.definition(made.username)];
    for (const step of ["testSecret", "finishSecret", "setSecret", "createSecret"] as const) {
      expect(await made.secret.step(step, token)).toEqual({ step, result: "already-current" });
    }
    expect([await made.secret.value(), await made.secret.labels(), await made.definition(made.username)]).toEqual(
      before,
    );
  });

  it("a late step of the rotation before the last: refused, nothing changes", async () => {
    const made = await manualUser(world);
    const older = await made.secret.rotate();
    await made.secret.rotate();
    for (const step of ["createSecret", "setSecret", "testSecret", "finishSecret"] as const) {
      await expect(made.secret.step(step, older)).rejects.toThrow(
        expect.objectContaining({ code: "version_not_pending" }),
      );
    }
    expect(await made.query(await made.secret.value(), "SELECT 1")).toEqual(["1"]);
  });
});
