import { everyNth, killedAlternatingUsers } from "../support/killed-alternating-users";
import { type KilledRotations, SECRET_EFFECTS } from "../support/killed-rotation";

/** Later rotations and the other strategies: killed-process-*.slow.test.ts. */
describe("a rotation of alternating users whose process is killed", () => {
  let world: KilledRotations;
  beforeAll(async () => {
    world = await killedAlternatingUsers();
  });
  afterAll(() => world.close());

  it("completes the first rotation with the same token, wherever it is killed", async () => {
    const moments = await world.rotate(await world.provisioned(), 0);
    for (const moment of [...SECRET_EFFECTS, ...everyNth(4, moments)])
      await world.rotate(await world.provisioned(), moment);
    expect(world.kills()).toBeGreaterThanOrEqual(40);
  }, 120_000);
});
