import type { SecretStore } from "../../../rotation-fn/ports/secret-store";
import { emptySecret, requireLive } from "../../support/empty-secret";
import { InterleavedPorts } from "../../support/interleaved-ports";
import { asRoot, logIn, type RotationWorld, rotationWorld } from "../../support/rotation-world";

/**
 * Terraform's provider sends Invoke again when an answer is late (hashicorp/terraform-provider-aws#45773).
 * provision-interleavings.sweep.test.ts does the same at every call.
 */
describe("provision, when the event arrives twice", () => {
  const ports = new InterleavedPorts();
  let world: RotationWorld;
  /** The next descriptions are late: Secrets Manager is eventually consistent. */
  let lateDescriptions = 0;
  beforeAll(async () => {
    const aroundSecrets = (store: SecretStore): SecretStore =>
      ports.secrets({
        ...store,
        describe: async (id) => {
          const secret = await store.describe(id);
          return lateDescriptions-- > 0 ? { ...secret, labels: new Map() } : secret;
        },
      });
    world = await rotationWorld({}, { aroundSecrets, aroundDatabase: ports.database });
  });
  afterAll(() => world.close());
  const versionIds = async (secret: { labels(): Promise<object> }) => Object.keys(await secret.labels());

  it.each(["database: lock", "Secrets Manager: store"])(
    "the second event arrives before the call %s of the first: one value, which logs in and rotates",
    async (call) => {
      const { provision } = await emptySecret(world);
      const { calls } = await ports.run(0, provision, provision);
      const twice = await emptySecret(world);
      const { first, second } = await ports.run(calls.indexOf(call) + 1, twice.provision, twice.provision);
      for (const result of [first, second]) expect(result).toMatchObject({ user: twice.username });
      expect(await versionIds(twice.secret)).toHaveLength(1);
      await requireLive(twice.secret);
    },
  );

  it("eight secrets, each event twice at the same time: one value each", async () => {
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        const { secret, provision } = await emptySecret(world);
        await Promise.all([provision(), provision()]);
        expect(await versionIds(secret)).toHaveLength(1);
        await requireLive(secret);
      }),
    );
  });

  it("keeps the stored value when Secrets Manager does not describe the new version yet", async () => {
    const { secret, provision } = await emptySecret(world);
    await provision();
    const value = await secret.value();
    lateDescriptions = 2;
    await provision();
    expect(await secret.value()).toEqual(value);
    expect(await versionIds(secret)).toHaveLength(1);
    await requireLive(secret);
  });

  it.each(["AWSPENDING", "AWSCURRENT"])(
    "mends a secret with two first values whose account has the password in %s, and it rotates",
    async (accountHas) => {
      const { secret, provision, username } = await emptySecret(world);
      await provision();
      const other = { ...(await secret.value()), password: "another-first-Value-1" };
      await secret.put(other, "AWSPENDING");
      if (accountHas === "AWSPENDING") {
        await asRoot(`ALTER USER \`${username}\`@'%' IDENTIFIED BY '${other.password}'`);
      }
      await provision();
      await logIn(await secret.value());
      await secret.rotate();
      await logIn(await secret.value());
    },
  );
});
