import { setTimeout as wait } from "node:timers/promises";
import { RotateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { appSecrets, type DeployedSecret } from "../app-secrets";
import type { LifecycleContext } from "../context";
import type { Recorder } from "../recorder";
import type { Scenario } from "./scenario";

/** Longer than the slowest client uses a credential after the rotation that replaced it. */
const APART_MS = 2_500;

/** Rotates each secret by hand and waits for the end of it. */
export async function rotate(context: LifecycleContext, recorder: Recorder, secret: DeployedSecret): Promise<void> {
  await context.operator.send(new RotateSecretCommand({ SecretId: secret.arn }));
  const { status, reason } = await context.gateway.rotationSettled(secret.arn);
  recorder.check(
    `the rotation of ${secret.fullName} by ${secret.choice.strategy.value} succeeds`,
    status === "succeeded",
    reason,
  );
}

/** Rotations as an operator starts them, of every strategy, twice each: with two users in turn, both have had theirs then. */
export const rotations: Scenario = {
  name: "rotations",
  title: "Rotate with every strategy",
  isInShort: true,
  async run(context, recorder) {
    const secrets = appSecrets(context);
    for (const round of ["first", "second"] as const) {
      await wait(APART_MS, undefined, { signal: context.signal });
      await recorder.step(`rotate ${secrets.length} secrets at once, the ${round} time`, async () => {
        await Promise.all(secrets.map((secret) => rotate(context, recorder, secret)));
      });
    }
    await wait(APART_MS, undefined, { signal: context.signal });
  },
};
