import { ACCOUNT, ADMIN_SECRET, REGION } from "./deployed";
import recorded from "./recorded-calls.json";
import type { Call } from "./simulate";
import { ARNS, REPLICA_REGION, replicaOf, SECRETS, type SecretName } from "./world";

const BY_FUNCTION = { principal: ARNS.functionRole, identity: ["the function's role"] } as const;

/** How KMS sees what Secrets Manager does for somebody with a secret. */
export function throughSecretsManager(secretArn: string, region = REGION): Record<string, string> {
  return {
    "kms:CallerAccount": ACCOUNT,
    "kms:ViaService": `secretsmanager.${region}.amazonaws.com`,
    "kms:EncryptionContext:SecretARN": secretArn,
  };
}

/**
 * What Secrets Manager does with a secret's key for its caller.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
const KEY_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  GetSecretValue: ["Decrypt"],
  PutSecretValue: ["GenerateDataKey", "Decrypt"],
};

/** The calls that were recorded, for each secret that they can be about, with what Secrets Manager then does for the caller. */
function recordedCalls(): readonly Call[] {
  return recorded.flatMap(({ operation, secret }) => {
    const endpoint = "the endpoint secretsmanager";
    const action = `secretsmanager:${operation}`;
    const keyActions = KEY_ACTIONS[operation] ?? [];
    if (secret === "admin secret") {
      return [
        { ...BY_FUNCTION, what: `${operation} of the admin secret`, action, resource: ADMIN_SECRET, endpoint },
        ...keyActions.map((name) => keyCall(`${operation} of the admin secret`, name, ADMIN_SECRET, "database")),
      ];
    }
    return SECRETS.flatMap((name): Call[] => {
      const what = `${operation} of ${name}`;
      const resource = ARNS.secret[name];
      return [
        { ...BY_FUNCTION, what, action, resource, endpoint, resourcePolicy: `the secret ${name}` },
        ...keyActions.map((keyAction) => keyCall(what, keyAction, resource, "app")),
      ];
    });
  });
}

function keyCall(what: string, keyAction: string, secretArn: string, key: "app" | "database"): Call {
  return {
    ...BY_FUNCTION,
    what: `${keyAction} for ${what}`,
    action: `kms:${keyAction}`,
    resource: key === "app" ? ARNS.key : ARNS.databaseKey,
    resourcePolicy: key === "app" ? "the app secrets' key" : "the database's key",
    context: throughSecretsManager(secretArn),
  };
}

/** What nobody records: what AWS does with the rights of the function, each with the reason to expect it. */
function impliedCalls(): readonly Call[] {
  const networkInterface = `arn:aws:ec2:${REGION}:${ACCOUNT}:network-interface/eni-0123456789abcdef0`;
  const interfaces = (action: string, resource: string): Call => ({
    ...BY_FUNCTION,
    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
    what: `${action}, by the Lambda service, which connects the function to the VPC`,
    action: `ec2:${action}`,
    resource,
  });
  return [
    {
      ...BY_FUNCTION,
      // https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html
      what: "DescribeKey of the app secrets' key, which AWS asks for in the role of a rotation function",
      action: "kms:DescribeKey",
      resource: ARNS.key,
      resourcePolicy: "the app secrets' key",
      context: { "kms:CallerAccount": ACCOUNT, "kms:ViaService": `secretsmanager.${REGION}.amazonaws.com` },
    },
    {
      ...BY_FUNCTION,
      // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
      what: "InvokeFunction of itself, which RotateSecret asks its caller for",
      action: "lambda:InvokeFunction",
      resource: ARNS.function,
    },
    // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ReplicateSecretToRegions.html
    ...["Encrypt", "GenerateDataKey", "Decrypt"].map(
      (action): Call => ({
        ...BY_FUNCTION,
        what: `${action} for the copy of shop, which Secrets Manager writes with the rights of who wrote the value`,
        action: `kms:${action}`,
        resource: ARNS.replicaKey,
        resourcePolicy: "the copies' key",
        context: throughSecretsManager(replicaOf(ARNS.secret.shop), REPLICA_REGION),
      }),
    ),
    {
      ...BY_FUNCTION,
      // https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
      what: "Decrypt of its own settings, by the Lambda service at a cold start",
      action: "kms:Decrypt",
      resource: ARNS.key,
      resourcePolicy: "the app secrets' key",
      context: { "kms:EncryptionContext:aws:lambda:FunctionArn": ARNS.function, "kms:CallerAccount": ACCOUNT },
    },
    ...["CreateLogStream", "PutLogEvents"].map(
      (action): Call => ({
        ...BY_FUNCTION,
        what: `${action} in its own log, by the Lambda service`,
        action: `logs:${action}`,
        resource: `${ARNS.log}:log-stream:2026/01/01/[$LATEST]0123456789abcdef`,
      }),
    ),
    ...["PutTelemetryRecords", "PutTraceSegments"].map(
      (action): Call => ({ ...BY_FUNCTION, what: `${action} of a trace`, action: `xray:${action}`, resource: "*" }),
    ),
    interfaces("CreateNetworkInterface", networkInterface),
    interfaces("DeleteNetworkInterface", networkInterface),
    interfaces("AssignPrivateIpAddresses", networkInterface),
    interfaces("UnassignPrivateIpAddresses", networkInterface),
    interfaces("DescribeNetworkInterfaces", "*"),
    interfaces("DescribeSubnets", "*"),
  ];
}

/** Every call that the function makes, or that AWS makes with its rights. */
export const FUNCTION_CALLS: readonly Call[] = [...recordedCalls(), ...impliedCalls()];

/** Reading a secret as an application does, through the endpoint. */
export function consumerCalls(name: SecretName): readonly Call[] {
  const by = { principal: `arn:aws:iam::${ACCOUNT}:role/application`, identity: [`the consumers of ${name}`] };
  const places = [
    { where: "", arn: ARNS.secret[name], key: ARNS.key, keyPolicy: "the app secrets' key", region: REGION },
    {
      where: ` in ${REPLICA_REGION}`,
      arn: replicaOf(ARNS.secret[name]),
      key: ARNS.replicaKey,
      keyPolicy: "the copies' key",
      region: REPLICA_REGION,
    },
  ];
  return places.slice(0, name === "shop" ? 2 : 1).flatMap(({ where, arn, key, keyPolicy, region }): Call[] => [
    ...["GetSecretValue", "DescribeSecret"].map((operation) => ({
      ...by,
      what: `${operation} of ${name}${where}, by an application`,
      action: `secretsmanager:${operation}`,
      resource: arn,
      ...(where === "" ? { endpoint: "the endpoint secretsmanager", resourcePolicy: `the secret ${name}` } : {}),
    })),
    {
      ...by,
      what: `BatchGetSecretValue with ${name}${where}, by an application`,
      action: "secretsmanager:BatchGetSecretValue",
      resource: "*",
      ...(where === "" ? { endpoint: "the endpoint secretsmanager" } : {}),
    },
    {
      ...by,
      what: `Decrypt for GetSecretValue of ${name}${where}, by an application`,
      action: "kms:Decrypt",
      resource: key,
      resourcePolicy: keyPolicy,
      context: throughSecretsManager(arn, region),
    },
  ]);
}
