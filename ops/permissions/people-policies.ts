import type { AppSecretChoice, Environment } from "../../environments/schema";
import { arnOf, databaseIdentifier, resourceName, secretName } from "../../stacks/shared/naming";
import {
  DATABASE_OPERATIONS,
  FUNCTION_OPERATIONS,
  LOG_OPERATIONS,
  SECRET_LOOKS,
  SECRET_OPERATIONS,
} from "./operator-actions";
import type { Permission } from "./policy";

/** What the commands of `npm run ops` call. No secret's value is among it. */
export function operatorPermissions(environment: Environment): readonly Permission[] {
  return [
    { what: "OperateSecrets", actions: SECRET_OPERATIONS, resources: [secretsOf(environment)] },
    ...functionPermissions(environment),
    {
      what: "FindTheDatabase",
      actions: DATABASE_OPERATIONS,
      resources: [arnOf(environment, "rds", `db:${databaseIdentifier(environment)}`)],
    },
  ];
}

/** What `status`, `verify` and `logs` call: for a job that looks every night. It starts no rotation and moves no label. */
export function auditPermissions(environment: Environment): readonly Permission[] {
  return [
    { what: "LookAtSecrets", actions: SECRET_LOOKS, resources: [secretsOf(environment)] },
    ...functionPermissions(environment),
  ];
}

function secretsOf(environment: Environment): string {
  return arnOf(environment, "secretsmanager", `secret:${secretName(environment, { name: "*" })}`);
}

/** The function, which makes the logins, and its log. IAM cannot tell the function's events apart. */
function functionPermissions(environment: Environment): readonly Permission[] {
  const functionArn =
    environment.rotationFunction.arn ??
    arnOf(environment, "lambda", `function:${resourceName(environment, "rotation")}`);
  const logGroup = `/aws/lambda/${functionArn.slice(functionArn.lastIndexOf(":") + 1)}`;
  return [
    { what: "AskTheFunction", actions: FUNCTION_OPERATIONS, resources: [functionArn] },
    {
      what: "ReadTheLog",
      actions: LOG_OPERATIONS,
      resources: ["", ":*"].map((end) => arnOf(environment, "logs", `log-group:${logGroup}${end}`)),
    },
  ];
}

/**
 * What an application needs that reads one secret: the same as the managed policy in the output `consumer_policies`, written before the secret exists. Ids of
 * keys are not known before: the encryption context names the secret instead.
 */
export function applicationPermissions(environment: Environment, secret: AppSecretChoice): readonly Permission[] {
  const regions = [environment.region, ...secret.replicaRegions];
  const within = (region: string): Environment => ({ ...environment, region });
  const arns = regions.map((region) =>
    arnOf(within(region), "secretsmanager", `secret:${secretName(environment, secret)}-??????`),
  );
  return [
    {
      what: "ReadSecret",
      actions: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      resources: arns,
    },
    {
      what: "DecryptSecret",
      actions: ["kms:Decrypt"],
      resources: regions.map((region) => arnOf(within(region), "kms", "key/*")),
      condition: {
        StringEquals: {
          "kms:CallerAccount": environment.accountId,
          "kms:ViaService": regions.map((region) => `secretsmanager.${region}.amazonaws.com`),
        },
        StringLike: { "kms:EncryptionContext:SecretARN": arns },
      },
    },
    { what: "ReadInBatch", actions: ["secretsmanager:BatchGetSecretValue"], resources: ["*"] },
  ];
}
