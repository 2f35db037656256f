import { everyMoment, isAccepted, type KilledRotations, killedRotations } from "../support/killed-rotation";
import { type AppValue, asRoot, logIn } from "../support/rotation-world";

describe("a rotation of a single user whose process is killed", () => {
  let world: KilledRotations;
  /** Without the right to keep two passwords, what can be promised is that no password is lost. */
  let keepsTwo = true;
  beforeAll(async () => {
    world = await killedRotations({
      strategy: "single-user",
      async afterKill(current, pending) {
        if (await isAccepted(current)) return [];
        if (keepsTwo) return ["AWSCURRENT is refused"];
        return pending !== undefined && (await isAccepted(pending)) ? [] : ["no labelled version is accepted"];
      },
      async afterRotation(current, previous) {
        await logIn(current);
        expect(await isAccepted(previous)).toBe(keepsTwo);
      },
    });
  });
  afterAll(() => world.close());
  beforeEach(() => void world.kills());

  it("completes with the same token, wherever it is killed, and AWSCURRENT is accepted all the time", async () => {
    keepsTwo = true;
    const arn = await world.provisioned();
    const moments = await world.rotate(arn, 0);
    for (const moment of everyMoment(moments)) await world.rotate(arn, moment);
    expect(world.kills()).toBeGreaterThanOrEqual(32);
  }, 120_000);

  it("of a user that cannot keep two passwords: completes with the same token, and no password is lost", async () => {
    keepsTwo = false;
    const arn = await world.provisioned();
    const { username } = (await world.value(arn, "AWSCURRENT")) as AppValue;
    await asRoot(`REVOKE APPLICATION_PASSWORD_ADMIN ON *.* FROM \`${username}\`@'%'`);
    const moments = await world.rotate(arn, 0);
    const userAtWork = moments.lastIndexOf("setSecret: GetSecretValue after its effect") + 1;
    const atWork = everyMoment(moments).filter((n) => n > userAtWork && moments[n - 1]?.startsWith("setSecret"));
    for (const moment of atWork) await world.rotate(arn, moment);
    expect(world.kills()).toBeGreaterThanOrEqual(12);
  }, 120_000);
});
