import { InvalidRequestException, RotateSecretCommand } from "@aws-sdk/client-secrets-manager";
import type { RehearsedSecret } from "../../local/rehearsal/secrets";
import type { SoakWorld } from "./soak-world";

/**
 * Starts a rotation, or continues one that has failed, and waits for its end. Whether it ended by Secrets Manager's own repetitions.
 */
export async function rotateOnce(
  { client, server }: Pick<SoakWorld, "client" | "server">,
  { arn }: Pick<RehearsedSecret, "arn">,
): Promise<boolean> {
  try {
    await client.send(
      new RotateSecretCommand({
        SecretId: arn,
        RotationLambdaARN: `arn:aws:lambda:${server.region}:${server.accountId}:function:soak`,
        RotationRules: { AutomaticallyAfterDays: 2 },
      }),
    );
  } catch (error) {
    // A rotation that is not complete is repeated, although the call is refused.
    if (!(error instanceof InvalidRequestException)) return false;
  }
  return (await server.rotationSettled(arn)).status === "succeeded";
}
