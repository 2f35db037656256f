import { STRATEGY_TAG, type StrategyName } from "../../../rotation-fn/settings";
import { markBy } from "../../support/account-text";
import { onMariadb } from "../../support/mysql";
import { FIRST_PASSWORD, type OneUser, oneUser } from "../../support/one-user";
import { type AppSecret, asRoot, type RotationWorld, rotationWorld } from "../../support/rotation-world";

const STRATEGIES: StrategyName[] = ["alternating-users", "single-user", "admin-rotated"];
const PAIRS = STRATEGIES.flatMap((first) => STRATEGIES.map((second) => [first, second] as const));

/** A user that changes itself cannot mark its account, so the second secret has to notice the first one in another way, too. */
describe("16. Two secrets for one user are refused by the second", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());

  const twoSecrets = async (first: StrategyName, second: StrategyName): Promise<{ one: OneUser; other: AppSecret }> => {
    const one = await oneUser(world, { strategy: first, privileges: ["APPLICATION_PASSWORD_ADMIN"] });
    const tags = [{ Key: STRATEGY_TAG, Value: second }];
    return { one, other: await world.secretWith(JSON.stringify(await one.secret.value()), tags) };
  };

  it.each(PAIRS)("first %s, then %s: the AWSCURRENT of the first secret goes on working", async (first, second) => {
    const { one, other } = await twoSecrets(first, second);
    await one.secret.rotate();
    const { password } = await one.secret.value();
    const refusal = expect.objectContaining({
      code:
        onMariadb() && first === "single-user"
          ? expect.stringMatching(/credential_lost|login_refused/)
          : "account_not_ours",
      effect: "none",
    });
    for (let attempt = 1; attempt <= 2; attempt++) {
      const token = attempt === 1 ? await other.begin() : await pendingOf(other);
      await other.step("createSecret", token);
      await expect(other.step("setSecret", token)).rejects.toThrow(refusal);
    }
    if (first !== "alternating-users") expect(await one.accepted(password)).toEqual([password]);
    await one.secret.rotate();
    await one.secret.rotate();
  });

  it("single-user, whose secret was first but never rotated: refused by the mark of the second", async () => {
    const { one, other } = await twoSecrets("single-user", "admin-rotated");
    await other.rotate();
    await expect(one.secret.rotate()).rejects.toMatchObject({ code: "account_not_ours", effect: "none" });
    const { password } = await other.value();
    expect(await one.accepted(FIRST_PASSWORD, password)).toEqual([FIRST_PASSWORD, password]);
  });

  it("after a cancelled rotation of the only secret, the statement in the message lets single-user continue", async () => {
    if (onMariadb()) return;
    const { one } = await twoSecrets("single-user", "single-user");
    await asRoot(`ALTER USER ${one.account} IDENTIFIED BY 'cancelled-Rotation-1' RETAIN CURRENT PASSWORD`);
    const token = await one.secret.begin();
    await one.secret.step("createSecret", token);
    await expect(one.secret.step("setSecret", token)).rejects.toThrow(markBy(one.username, "%", one.secret));
    await asRoot(markBy(one.username, "%", one.secret));
    for (const step of ["setSecret", "testSecret", "finishSecret"] as const) await one.secret.step(step, token);
    const { password } = await one.secret.value();
    expect(await one.accepted(FIRST_PASSWORD, password)).toEqual([FIRST_PASSWORD, password]);
  });
});

async function pendingOf(secret: AppSecret): Promise<string> {
  const [version] = Object.entries(await secret.labels()).find(([, labels]) => labels.includes("AWSPENDING")) ?? [];
  return version ?? "";
}
