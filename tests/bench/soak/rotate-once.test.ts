import { setTimeout as wait } from "node:timers/promises";
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { rotateOnce } from "../../../bench/soak/rotate-once";
import { startSecretsManager } from "../../../local/aws/secrets-manager/start";
import { secretsManagerClient } from "../../../local/load/secrets-manager-client";

// Found by `npm run soak`: RotateSecret refused a secret whose rotation it was repeating, and the secret counted as stuck.
it("a rotation that has failed is continued, and its end is waited for", async () => {
  let isWell = false;
  const server = await startSecretsManager({
    retry: { attempts: 1, delayMs: 0 },
    invokeFunction: async (_, { Step, SecretId, ClientRequestToken: token }) => {
      await wait(20);
      if (!isWell) return { ok: false, errorType: "Error", errorMessage: "not yet" };
      if (Step === "createSecret") {
        const labels = { VersionStages: ["AWSPENDING"] };
        await client.send(
          new PutSecretValueCommand({ SecretId, ClientRequestToken: token, SecretString: "{}", ...labels }),
        );
      }
      if (Step === "finishSecret") {
        const { VersionId } = await client.send(new GetSecretValueCommand({ SecretId }));
        const move = { VersionStage: "AWSCURRENT", MoveToVersionId: token, RemoveFromVersionId: VersionId };
        await client.send(new UpdateSecretVersionStageCommand({ SecretId, ...move }));
      }
      return { ok: true };
    },
  });
  const client = secretsManagerClient(server, "OPERATOR");
  try {
    const { ARN = "" } = await client.send(new CreateSecretCommand({ Name: "soak/one", SecretString: "{}" }));
    expect(await rotateOnce({ client, server }, { arn: ARN })).toBe(false);
    isWell = true;
    expect(await rotateOnce({ client, server }, { arn: ARN })).toBe(true);
  } finally {
    client.destroy();
    await server.close();
  }
});
