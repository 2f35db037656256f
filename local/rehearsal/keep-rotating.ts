import { RotateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { pause } from "../terminal/interruption";
import { duration } from "../terminal/quantity";
import type { RehearsedSecret } from "./secrets";
import type { EmbeddedAws } from "./world";

/** What keeps running after a rehearsal. */
export interface KeptAws {
  readonly aws: Pick<EmbeddedAws, "client" | "server" | "passDay">;
  readonly secrets: readonly RehearsedSecret[];
  readonly functionArn: string;
}

export interface KeepRotatingOptions {
  readonly everyMs: number;
  readonly signal: AbortSignal;
  /** Is told each rotation in a line. */
  readonly say: (line: string) => void;
}

/**
 * Rotates every secret at this interval until the signal. A failed rotation is reported, and the next one is tried: the application under test is to see
 * what that means for it.
 */
export async function keepRotating(kept: KeptAws, { everyMs, signal, say }: KeepRotatingOptions): Promise<void> {
  const { aws, secrets, functionArn } = kept;
  const operator = aws.client("OPERATOR");
  for (let number = 1; !signal.aborted; number += 1) {
    await pause(everyMs, signal).catch(() => undefined);
    for (const { arn, name } of secrets) {
      if (signal.aborted) return;
      const startedAt = performance.now();
      await operator.send(
        new RotateSecretCommand({
          SecretId: arn,
          RotationLambdaARN: functionArn,
          RotationRules: { AutomaticallyAfterDays: 2 },
        }),
      );
      const { status } = await aws.server.rotationSettled(arn);
      say(`rotation ${number} of ${name} ${status} in ${duration(performance.now() - startedAt)}`);
    }
    aws.passDay();
  }
}
