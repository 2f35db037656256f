import { RotateSecretCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { RotationResult, SecretsManagerServer } from "../aws/secrets-manager/start";
import type { Fleet } from "../load/fleet";
import type { RehearsalClock } from "../terminal/clock";
import { pause } from "../terminal/interruption";
import type { RehearsedSecret } from "./secrets";
import type { Timetable } from "./timetable";

/** One rotation as it was seen from outside the function. */
export interface SeenRotation {
  readonly number: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly result: RotationResult;
}

/** What rotating one secret again and again needs. */
export interface RotateOptions {
  readonly secret: RehearsedSecret;
  readonly secretIndex: number;
  readonly rotations: number;
  readonly timetable: Timetable;
  readonly functionArn: string;
  /** Under whose access key RotateSecret is called. */
  readonly operator: SecretsManagerClient;
  readonly server: Pick<SecretsManagerServer, "rotationSettled">;
  readonly fleet: Fleet;
  readonly clock: RehearsalClock;
  readonly signal: AbortSignal;
  readonly onRotation: (rotation: SeenRotation) => void | Promise<void>;
}

/**
 * Calls RotateSecret by the timetable and waits for each rotation to end. After a failed one the secret is not rotated again:
 * Secrets Manager itself would only try the same version once more.
 */
export async function rotateRepeatedly(options: RotateOptions): Promise<void> {
  const { secret, secretIndex, rotations, timetable, clock, signal, fleet } = options;
  let endedMs = Number.NEGATIVE_INFINITY;
  for (let number = 1; number <= rotations; number += 1) {
    const dueMs = Math.max(timetable.dueMs(secretIndex, number), endedMs + timetable.minPauseMs);
    await pause(Math.max(0, dueMs - clock.nowMs()), signal);
    await fleet.renewKeptCredentials();
    const startMs = clock.nowMs();
    await options.operator.send(
      new RotateSecretCommand({
        SecretId: secret.arn,
        RotationLambdaARN: options.functionArn,
        RotationRules: { AutomaticallyAfterDays: 2, Duration: "2h" },
      }),
    );
    const result = await options.server.rotationSettled(secret.arn);
    endedMs = clock.nowMs();
    await options.onRotation({ number, startMs, endMs: endedMs, result });
    signal.throwIfAborted();
    if (result.status !== "succeeded") return;
  }
}
