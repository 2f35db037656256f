import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { awsCall, isNotFound } from "./aws-errors";
import type { SecretState, SecretsPort, VersionAge } from "./ports";
import { clientOptions, type Target } from "./target";

type Sdk = typeof import("@aws-sdk/client-secrets-manager");

/** The wording of the service where a rotation is pending: the call makes it continue. */
const CONTINUES = /previous rotation isn't complete/i;

/** Secrets Manager; the SDK client is loaded with the first call. */
export function secretsManager(target: Target): SecretsPort {
  let loaded: Promise<{ readonly sdk: Sdk; readonly client: SecretsManagerClient }> | undefined;
  const load = () => {
    loaded ??= import("@aws-sdk/client-secrets-manager").then((sdk) => ({
      sdk,
      client: new sdk.SecretsManagerClient(clientOptions(target)),
    }));
    return loaded;
  };
  return secretsPort(load);
}

/** The port on a client that exists. */
export function secretsPort(
  load: () => Promise<{ readonly sdk: Sdk; readonly client: SecretsManagerClient }>,
): SecretsPort {
  const call = async <T>(
    operation: string,
    send: (sdk: Sdk, client: SecretsManagerClient) => Promise<T>,
  ): Promise<T> => {
    const { sdk, client } = await load();
    return awsCall(`secretsmanager:${operation}`, () => send(sdk, client));
  };
  return {
    describe: (SecretId) =>
      call("DescribeSecret", async (sdk, client) => {
        try {
          return stateOf(await client.send(new sdk.DescribeSecretCommand({ SecretId })));
        } catch (error) {
          if (isNotFound(error)) return undefined;
          throw error;
        }
      }),
    versions: (SecretId) =>
      call("ListSecretVersionIds", async (sdk, client) => {
        const found: VersionAge[] = [];
        let NextToken: string | undefined;
        do {
          const page = await client.send(
            new sdk.ListSecretVersionIdsCommand({ SecretId, ...(NextToken === undefined ? {} : { NextToken }) }),
          );
          for (const { VersionId, CreatedDate, VersionStages = [] } of page.Versions ?? []) {
            found.push({ versionId: VersionId ?? "", createdAt: CreatedDate, labels: VersionStages });
          }
          NextToken = page.NextToken;
        } while (NextToken !== undefined);
        return found;
      }),
    value: (SecretId, VersionStage) =>
      call("GetSecretValue", async (sdk, client) => {
        const { SecretString = "" } = await client.send(new sdk.GetSecretValueCommand({ SecretId, VersionStage }));
        return SecretString;
      }),
    rotate: (SecretId) =>
      call("RotateSecret", async (sdk, client) => {
        try {
          const { VersionId = "" } = await client.send(new sdk.RotateSecretCommand({ SecretId }));
          return { isContinued: false, versionId: VersionId } as const;
        } catch (error) {
          if (error instanceof Error && CONTINUES.test(error.message)) return { isContinued: true } as const;
          throw error;
        }
      }),
    moveCurrent: (SecretId, { to, from }) =>
      call("UpdateSecretVersionStage", async (sdk, client) => {
        const VersionStage = "AWSCURRENT";
        await client.send(
          new sdk.UpdateSecretVersionStageCommand({
            SecretId,
            VersionStage,
            MoveToVersionId: to,
            RemoveFromVersionId: from,
          }),
        );
      }),
    removePending: (SecretId, RemoveFromVersionId) =>
      call("UpdateSecretVersionStage", async (sdk, client) => {
        const VersionStage = "AWSPENDING";
        await client.send(new sdk.UpdateSecretVersionStageCommand({ SecretId, VersionStage, RemoveFromVersionId }));
      }),
    restore: (SecretId) =>
      call("RestoreSecret", async (sdk, client) => {
        await client.send(new sdk.RestoreSecretCommand({ SecretId }));
      }),
    deleteWithRecovery: (SecretId) =>
      call("DeleteSecret", async (sdk, client) => {
        await client.send(new sdk.DeleteSecretCommand({ SecretId }));
      }),
    deleteForever: (SecretId) =>
      call("DeleteSecret", async (sdk, client) => {
        await client.send(new sdk.DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
      }),
    cancelRotation: (SecretId) =>
      call("CancelRotateSecret", async (sdk, client) => {
        await client.send(new sdk.CancelRotateSecretCommand({ SecretId }));
      }),
    scheduleRotation: (SecretId, { functionArn, expression, window }) =>
      call("RotateSecret", async (sdk, client) => {
        await client.send(
          new sdk.RotateSecretCommand({
            SecretId,
            RotationLambdaARN: functionArn,
            RotationRules: { ScheduleExpression: expression, Duration: window },
            RotateImmediately: false,
          }),
        );
      }),
  };
}

function stateOf(answer: import("@aws-sdk/client-secrets-manager").DescribeSecretCommandOutput): SecretState {
  return {
    arn: answer.ARN ?? "",
    name: answer.Name ?? "",
    rotationEnabled: answer.RotationEnabled === true,
    rotationFunctionArn: answer.RotationLambdaARN,
    schedule: answer.RotationRules?.ScheduleExpression,
    createdAt: answer.CreatedDate,
    lastRotatedAt: answer.LastRotatedDate,
    lastChangedAt: answer.LastChangedDate,
    nextRotationAt: answer.NextRotationDate,
    deletedAt: answer.DeletedDate,
    tags: new Map((answer.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
    labels: new Map(Object.entries(answer.VersionIdsToStages ?? {})),
  };
}
