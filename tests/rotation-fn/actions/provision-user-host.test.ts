import { FaultyPorts } from "../../support/faulty-ports";
import { interruptNarrowing, narrow, rotatedSecret, use } from "../../support/narrower-user-host";
import { asRoot, type RotationWorld, rotationWorld } from "../../support/rotation-world";

/** The server takes the most specific host, so a further account of a user takes over clients of the one that is there. */
describe("provision with a narrower userHost", () => {
  const ports = new FaultyPorts();
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld(
      {},
      {
        aroundSecrets: (store) => ports.secrets(store),
        aroundDatabase: (database) => ports.database(database),
      },
    );
  });
  afterAll(() => world.close());
  beforeEach(() => ports.disarm());

  const rotated = (strategy: Parameters<typeof rotatedSecret>[1]) => rotatedSecret(world, strategy);

  // provision-user-host.slow.test.ts does it at every call.
  it.each(["create-account", "set-password", "rename-account"])(
    "interrupted after the call %s: clients use AWSCURRENT with all their rights before and after a repetition",
    async (call) => {
      const undisturbed = await rotated("admin-rotated");
      ports.disarm();
      await narrow(undisturbed);
      await interruptNarrowing(world, ports, "admin-rotated", ports.calls.indexOf(call) + 2);
    },
  );

  it("admin-rotated: the password in AWSPREVIOUS works as well as before", async () => {
    const empty = await rotated("admin-rotated");
    await narrow(empty);
    for (const label of ["AWSCURRENT", "AWSPREVIOUS"]) {
      const value = await empty.secret.value(label);
      expect(await use(empty, value)).toBe(`${value.username}@127.%`);
    }
  });

  it("alternating-users: both accounts rotate from then on", async () => {
    const empty = await rotated("alternating-users");
    await narrow(empty);
    for (let rotation = 1; rotation <= 2; rotation++) {
      await empty.secret.rotate();
      await use(empty, await empty.secret.value());
    }
  });

  it("mends an account whose password was changed by hand before it makes another one like it", async () => {
    const empty = await rotated("alternating-users");
    const value = await empty.secret.value();
    await asRoot(`ALTER USER \`${value.username}\`@'%' IDENTIFIED BY 'changed-by-Hand-1'`);
    await narrow(empty);
    expect(await use(empty, value)).toBe(`${value.username}@127.%`);
    await asRoot(`DROP USER \`${value.username}\`@'127.%'`);
    expect(await use(empty, value)).toBe(`${value.username}@%`);
  });

  it("single-user: refused before anything is changed, and the statement in the message is the way", async () => {
    const empty = await rotated("single-user");
    const value = await empty.secret.value();
    const error = (await narrow(empty).catch((thrown: unknown) => thrown)) as Error;
    expect(error).toMatchObject({ code: "unsupported_account", effect: "none" });
    expect(await use(empty, value)).toBe(`${value.username}@%`);
    const [statement = ""] = /RENAME USER \S+ TO '[^']*'@'[^']*'/.exec(error.message) ?? [];
    await asRoot(statement);
    await narrow(empty);
    await empty.secret.rotate();
    expect(await use(empty, await empty.secret.value())).toBe(`${value.username}@127.%`);
  });

  it("refused while a rotation is not finished, before anything is changed", async () => {
    const empty = await rotated("admin-rotated");
    const token = await empty.secret.begin();
    await empty.secret.step("createSecret", token);
    await expect(narrow(empty)).rejects.toMatchObject({ code: "rotation_in_progress", effect: "none" });
    for (const step of ["setSecret", "testSecret", "finishSecret"] as const) await empty.secret.step(step, token);
    await narrow(empty);
  });
});
