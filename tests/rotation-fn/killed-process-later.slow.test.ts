import { everyNth, killedAlternatingUsers } from "../support/killed-alternating-users";
import { type KilledRotations, SECRET_EFFECTS } from "../support/killed-rotation";

describe("a later rotation of alternating users whose process is killed", () => {
  let world: KilledRotations;
  beforeAll(async () => {
    world = await killedAlternatingUsers();
  });
  afterAll(() => world.close());

  it("completes with the same token, wherever it is killed", async () => {
    const arn = await world.provisioned();
    await world.rotate(arn, 0);
    const moments = await world.rotate(arn, 0);
    for (const moment of [...SECRET_EFFECTS, ...everyNth(4, moments)]) await world.rotate(arn, moment);
    expect(world.kills()).toBeGreaterThanOrEqual(30);
  }, 120_000);
});
