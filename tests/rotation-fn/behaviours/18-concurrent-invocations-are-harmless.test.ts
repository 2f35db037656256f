import { manualUser } from "../../support/manual-user";
import { rootConnection } from "../../support/mysql";
import { type RotationWorld, rotationWorld } from "../../support/rotation-world";
import { tenAtOnce } from "../../support/ten-at-once";

describe("18. Concurrent and duplicate invocations are harmless", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());

  it("10 parallel calls of each step with one token succeed or wait in vain, first rotation and second", async () => {
    const made = await manualUser(world);
    for (let rotation = 1; rotation <= 2; rotation++) {
      const token = await made.secret.begin();
      for (const step of ["createSecret", "setSecret", "testSecret", "finishSecret"] as const) {
        await tenAtOnce(() => made.secret.step(step, token));
      }
      expect((await made.secret.labels())[token]).toContain("AWSCURRENT");
      for (const label of ["AWSCURRENT", "AWSPREVIOUS"]) {
        expect(await made.query(await made.secret.value(label), "SELECT 1")).toEqual(["1"]);
      }
      expect(await made.grants(made.clone)).toEqual(await made.grants(made.username));
    }
  });

  it("one waits for the other: nothing is read or changed while another invocation works on the pair", async () => {
    const made = await manualUser(world);
    const token = await made.secret.begin();
    await made.secret.step("createSecret", token);
    const other = await rootConnection();
    await other.query(`SELECT GET_LOCK('rotation-fn/${made.username}', 0)`);
    let done = false;
    const step = made.secret.step("setSecret", token).then(() => {
      done = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const [accounts] = await made.sql(`SELECT User FROM mysql.user WHERE User = '${made.clone}'`);
    expect([done, accounts]).toEqual([false, []]);
    await other.end();
    await step;
  });

  it("two secrets for one user: the second fails cleanly, and goes on failing; the first is untouched", async () => {
    const made = await manualUser(world);
    const second = await world.secretWith(JSON.stringify(await made.secret.value()));
    await made.secret.rotate();
    const before = await made.definition(made.clone);
    const token = await second.begin();
    await second.step("createSecret", token);
    for (let attempt = 1; attempt <= 2; attempt++) {
      const step = second.step("setSecret", token);
      await expect(step).rejects.toThrow(expect.objectContaining({ code: "account_not_ours", effect: "none" }));
      await expect(step).rejects.toThrow(/an account of the secret app-/);
    }
    expect(await made.definition(made.clone)).toBe(before);
    for (const label of ["AWSCURRENT", "AWSPREVIOUS"]) {
      expect(await made.query(await made.secret.value(label), "SELECT 1")).toEqual(["1"]);
    }
    await made.secret.rotate();
  });

  it("two secrets for one user, both at once for the first time: one succeeds, the other fails cleanly", async () => {
    const made = await manualUser(world);
    const second = await world.secretWith(JSON.stringify(await made.secret.value()));
    const outcomes = await Promise.all(
      [made.secret, second].map(async (secret) => {
        const token = await secret.begin();
        await secret.step("createSecret", token);
        return secret.step("setSecret", token).then(
          () => "ok",
          (error: { code: string }) => error.code,
        );
      }),
    );
    expect(outcomes.sort()).toEqual(["account_not_ours", "ok"]);
  });
});
