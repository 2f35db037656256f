import { everyMoment, isAccepted, type KilledRotations, killedRotations } from "../support/killed-rotation";
import { asRoot, logIn } from "../support/rotation-world";

describe("a rotation by the admin, of one user, whose process is killed", () => {
  let world: KilledRotations;
  beforeAll(async () => {
    world = await killedRotations({
      strategy: "admin-rotated",
      afterKill: async (current) => ((await isAccepted(current)) ? [] : ["AWSCURRENT is refused"]),
      async afterRotation(current, previous) {
        await logIn(current);
        await logIn(previous);
        const [rows] = await asRoot(`SELECT User FROM mysql.user WHERE User LIKE '${current.username}%'`);
        expect(rows).toHaveLength(1);
      },
    });
  });
  afterAll(() => world.close());

  it("completes with the same token, wherever it is killed, and AWSCURRENT is accepted all the time", async () => {
    const arn = await world.provisioned();
    const moments = await world.rotate(arn, 0);
    for (const moment of everyMoment(moments)) await world.rotate(arn, moment);
    expect(world.kills()).toBeGreaterThanOrEqual(48);
  }, 120_000);
});
