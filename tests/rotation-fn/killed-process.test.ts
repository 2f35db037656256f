import { isAccepted, type KilledRotations, killedRotations, SECRET_EFFECTS } from "../support/killed-rotation";
import { grantsOf, logIn } from "../support/rotation-world";

describe("a rotation of alternating users whose process is killed", () => {
  let world: KilledRotations;
  beforeAll(async () => {
    world = await killedRotations({
      strategy: "alternating-users",
      /** AWSCURRENT logs in, whatever happened; and if the pending password works, its user has every right. */
      async afterKill(current, pending) {
        if (!(await isAccepted(current))) return ["AWSCURRENT is refused"];
        if (pending === undefined || !(await isAccepted(pending))) return [];
        const [want, have] = [await grantsOf(current.username), await grantsOf(pending.username)];
        return want.join() === have.join() ? [] : [`a usable user without its rights: ${have.join("; ")}`];
      },
      async afterRotation(current, previous) {
        await logIn(current);
        await logIn(previous);
        expect(await grantsOf(current.username)).toEqual(await grantsOf(previous.username));
      },
    });
  });
  afterAll(() => world.close());
  beforeEach(() => void world.kills());

  it("completes the first rotation with the same token, wherever it is killed", async () => {
    const moments = await world.rotate(await world.provisioned(), 0);
    for (const moment of [...SECRET_EFFECTS, ...every(4, moments)])
      await world.rotate(await world.provisioned(), moment);
    expect(world.kills()).toBeGreaterThanOrEqual(40);
  }, 120_000);

  it("completes a later rotation with the same token, wherever it is killed", async () => {
    const arn = await world.provisioned();
    await world.rotate(arn, 0);
    const moments = await world.rotate(arn, 0);
    for (const moment of [...SECRET_EFFECTS, ...every(4, moments)]) await world.rotate(arn, moment);
    expect(world.kills()).toBeGreaterThanOrEqual(30);
  }, 120_000);
});

/**
 * Every n-th moment, and each one of those in which the admin is at work: a wrong order of its statements shows between two of
 * them only. How data is cut into pieces differs a little from run to run, so the last of all may not come.
 */
function every(nth: number, moments: readonly string[]): number[] {
  const adminAtWork = moments.lastIndexOf("setSecret: GetSecretValue after its effect");
  return moments.flatMap((name, index) =>
    (index > adminAtWork && name.startsWith("setSecret")) || index % nth === 0 ? [index + 1] : [],
  );
}
