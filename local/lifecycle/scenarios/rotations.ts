import { setTimeout as wait } from "node:timers/promises";
import { RotateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { appSecrets, type DeployedSecret } from "../app-secrets";
import type { World } from "../context";
import type { Stage } from "../recorder";
import type { Scene } from "./scenario";

/** Longer than the slowest client uses a credential after the rotation that replaced it. */
const APART_MS = 2_500;

/** Rotates each secret by hand and waits for the end of it. */
export async function rotate(world: World, stage: Stage, secret: DeployedSecret): Promise<void> {
  await world.operator.send(new RotateSecretCommand({ SecretId: secret.arn }));
  const { status, reason } = await world.gateway.rotationSettled(secret.arn);
  stage.check(
    `the rotation of ${secret.fullName} by ${secret.choice.strategy.value} succeeds`,
    status === "succeeded",
    reason,
  );
}

/** Rotations as an operator starts them, of every strategy, twice each: with two users in turn, both have had theirs then. */
export const rotations: Scene = {
  name: "rotations",
  title: "Rotate with every strategy",
  isInShort: true,
  async play(world, stage) {
    const secrets = appSecrets(world);
    for (const round of ["first", "second"] as const) {
      await wait(APART_MS, undefined, { signal: world.signal });
      await stage.act(`rotate ${secrets.length} secrets at once, the ${round} time`, async () => {
        await Promise.all(secrets.map((secret) => rotate(world, stage, secret)));
      });
    }
    await wait(APART_MS, undefined, { signal: world.signal });
  },
};
