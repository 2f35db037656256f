import { randomUUID } from "node:crypto";
import { secretsManagerStore } from "../../rotation-fn/adapters/secrets-manager";
import type { SecretStore } from "../../rotation-fn/ports/secret-store";
import { noUsage } from "../../rotation-fn/ports/usage";
import { MemorySecrets } from "../support/memory/memory-secrets";
import { requireSameAnswers } from "../support/memory/same-answers";
import { type RotationWorld, rotationWorld } from "../support/rotation-world";

const LONG = { remainingMs: () => 60_000 };

describe("the MySQL in memory and a real one", () => {
  it("do the same with every change of an account, and let in the same passwords", () => requireSameAnswers(), 120_000);
});

describe("the Secrets Manager in memory and the emulator", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());

  it("do the same with versions and labels", async () => {
    const emulated = await world.secretWith(undefined);
    const memory = new MemorySecrets();
    memory.add("secret", undefined);
    const [a, b, c] = [randomUUID(), randomUUID(), randomUUID()];
    const play = async (store: SecretStore, secretId: string) => {
      const put = (versionId: string, value: string, label: string) => () =>
        store.store({ secretId, versionId, value, label });
      const seen: unknown[] = [];
      for (const change of [
        put(a, "1", "AWSPENDING"),
        put(a, "1", "AWSPENDING"),
        put(a, "2", "AWSPENDING"),
        put(b, "2", "AWSPENDING"),
        () => store.moveCurrent(secretId, b, undefined),
        () => store.moveCurrent(secretId, b, c),
        () => store.moveCurrent(secretId, b, a),
        () => store.removeLabel(secretId, "AWSPENDING", a),
        () => store.removeLabel(secretId, "AWSPENDING", b),
        put(c, "3", "AWSCURRENT"),
        put(a, "1", "AWSCURRENT"),
        () => store.moveCurrent(secretId, a, c),
      ]) {
        const outcome = await change().then(
          () => "done",
          (error: { code: string }) => error.code,
        );
        const { labels } = await store.describe(secretId);
        const read = (selector: object) =>
          store.read(secretId, selector).catch((error: { code: string }) => error.code);
        seen.push({
          outcome,
          labels: [a, b, c].map((id) => [...(labels.get(id) ?? [])].sort()),
          values: await Promise.all([
            ...["AWSCURRENT", "AWSPENDING", "AWSPREVIOUS"].map((label) => read({ label })),
            read({ versionId: b, label: "AWSCURRENT" }),
            read({ versionId: c }),
          ]),
        });
      }
      return seen;
    };
    const real = await play(secretsManagerStore(world.client, noUsage(), LONG), emulated.arn);
    expect(await play(memory.store(), "secret")).toEqual(real);
  });
});
