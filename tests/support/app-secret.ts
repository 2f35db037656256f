import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import type { Handler } from "../../rotation-fn/handler";

export interface AppValue {
  engine: string;
  host: string;
  port: number;
  username: string;
  password: string;
  dbname: string;
  masterarn: string;
  [further: string]: unknown;
}

/** An app secret in the embedded Secrets Manager, and the steps of its rotation as the test calls them. */
export interface AppSecret {
  readonly client: SecretsManagerClient;
  readonly arn: string;
  readonly name: string;
  /** Starts a rotation whose steps nobody runs, and gives its token: the test runs them. */
  begin(): Promise<string>;
  /** Cancels the rotation with this token and begins another one. */
  beginAgain(token: string): Promise<string>;
  step(step: "createSecret" | "setSecret" | "testSecret" | "finishSecret", token: string): Promise<unknown>;
  /** All four steps of a new rotation, as Secrets Manager runs them. */
  rotate(): Promise<string>;
  value(label?: string): Promise<AppValue>;
  put(value: unknown, label?: string): Promise<void>;
  labels(): Promise<Record<string, string[]>>;
}

export function appSecret(client: SecretsManagerClient, handler: Handler, arn: string, name: string): AppSecret {
  const secret: AppSecret = {
    client,
    arn,
    name,
    async begin() {
      const answer = await client.send(
        new RotateSecretCommand({
          SecretId: arn,
          RotationLambdaARN: "arn:aws:lambda:us-east-1:123456789012:function:rotation-fn",
          RotationRules: { AutomaticallyAfterDays: 2 },
        }),
      );
      return answer.VersionId ?? "";
    },
    async beginAgain(token) {
      const VersionStage = "AWSPENDING";
      await client.send(
        new UpdateSecretVersionStageCommand({ SecretId: arn, VersionStage, RemoveFromVersionId: token }),
      );
      return secret.begin();
    },
    step: (step, token) => handler({ Step: step, SecretId: arn, ClientRequestToken: token }),
    async rotate() {
      const token = await secret.begin();
      for (const step of ["createSecret", "setSecret", "testSecret", "finishSecret"] as const)
        await secret.step(step, token);
      return token;
    },
    async value(label = "AWSCURRENT") {
      const answer = await client.send(new GetSecretValueCommand({ SecretId: arn, VersionStage: label }));
      return JSON.parse(answer.SecretString ?? "null");
    },
    async put(value, label = "AWSCURRENT") {
      const SecretString = typeof value === "string" ? value : JSON.stringify(value);
      await client.send(new PutSecretValueCommand({ SecretId: arn, SecretString, VersionStages: [label] }));
    },
    async labels() {
      return (await client.send(new DescribeSecretCommand({ SecretId: arn }))).VersionIdsToStages ?? {};
    },
  };
  return secret;
}
