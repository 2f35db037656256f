import { ACCOUNT, ADMIN_SECRET, REGION } from "./deployed";
import { throughSecretsManager } from "./function-calls";
import type { Call } from "./simulate";
import { ARNS, BREAKGLASS, REPLICA_REGION, replicaOf } from "./world";

const BY_FUNCTION = { principal: ARNS.functionRole, identity: ["the function's role"] } as const;
const OTHER_ACCOUNT = "999988887777";
const STRANGER = `arn:aws:iam::${OTHER_ACCOUNT}:role/stranger`;

const secretArn = (name: string, account = ACCOUNT) =>
  `arn:aws:secretsmanager:${REGION}:${account}:secret:${name}-AbCdEf`;
/** Lets everything through: only the policies of the environment are left to refuse. */
const everything = ["an administrator's role"];

const onSecret = (operation: string, resource: string): Call => ({
  ...BY_FUNCTION,
  what: `the function: ${operation} of ${resource.split(":").at(-1)}`,
  action: `secretsmanager:${operation}`,
  resource,
});

/** What the function must not do, whoever makes it try. */
export const FORBIDDEN_TO_FUNCTION: readonly Call[] = [
  onSecret("GetSecretValue", secretArn("other")),
  onSecret("GetSecretValue", secretArn("staging/shop")),
  onSecret("PutSecretValue", secretArn("staging/shop")),
  onSecret("GetSecretValue", secretArn("rds!db-another")),
  onSecret("PutSecretValue", ADMIN_SECRET),
  onSecret("DeleteSecret", ADMIN_SECRET),
  ...["DeleteSecret", "PutResourcePolicy", "DeleteResourcePolicy", "CancelRotateSecret", "TagResource"].map(
    (operation) => ({
      ...onSecret(operation, ARNS.secret.shop),
      resourcePolicy: "the secret shop",
    }),
  ),
  {
    ...BY_FUNCTION,
    what: "the function: call of another function",
    action: "lambda:InvokeFunction",
    resource: `${ARNS.function}-other`,
  },
  ...[ARNS.key, ARNS.databaseKey].map(
    (resource): Call => ({
      ...BY_FUNCTION,
      what: `the function: Decrypt with ${resource === ARNS.key ? "the app secrets'" : "the database's"} key, not through Secrets Manager`,
      action: "kms:Decrypt",
      resource,
      resourcePolicy: resource === ARNS.key ? "the app secrets' key" : "the database's key",
      context: { "kms:CallerAccount": ACCOUNT },
    }),
  ),
  {
    ...BY_FUNCTION,
    what: "the function: GenerateDataKey with the database's key",
    action: "kms:GenerateDataKey",
    resource: ARNS.databaseKey,
    resourcePolicy: "the database's key",
    context: throughSecretsManager(ADMIN_SECRET),
  },
  {
    ...BY_FUNCTION,
    what: "the function: Decrypt of another function's settings",
    action: "kms:Decrypt",
    resource: ARNS.key,
    resourcePolicy: "the app secrets' key",
    context: { "kms:EncryptionContext:aws:lambda:FunctionArn": `${ARNS.function}-other`, "kms:CallerAccount": ACCOUNT },
  },
  {
    ...BY_FUNCTION,
    what: "the function: a line in another log",
    action: "logs:PutLogEvents",
    resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/lambda/other:log-stream:x`,
  },
  ...["CreateNetworkInterface", "DeleteNetworkInterface", "AssignPrivateIpAddresses", "UnassignPrivateIpAddresses"].map(
    (action): Call => ({
      ...BY_FUNCTION,
      what: `the code of the function: ${action}, which is the Lambda service's`,
      action: `ec2:${action}`,
      resource: `arn:aws:ec2:${REGION}:${ACCOUNT}:network-interface/eni-0123456789abcdef0`,
      context: { "lambda:SourceFunctionArn": ARNS.function },
    }),
  ),
  ...["DescribeNetworkInterfaces", "DescribeSubnets"].map(
    (action): Call => ({
      ...BY_FUNCTION,
      what: `the code of the function: ${action}, which is the Lambda service's`,
      action: `ec2:${action}`,
      resource: "*",
      context: { "lambda:SourceFunctionArn": ARNS.function },
    }),
  ),
];

/** What somebody must not do who may do everything, as far as IAM is concerned. */
export const FORBIDDEN_TO_ANYBODY: readonly Call[] = [
  ...["DeleteSecret", "PutResourcePolicy", "DeleteResourcePolicy"].map(
    (operation): Call => ({
      what: `an administrator of this account: ${operation} of shop, which only named roles may`,
      principal: `arn:aws:iam::${ACCOUNT}:role/administrator`,
      identity: everything,
      action: `secretsmanager:${operation}`,
      resource: ARNS.secret.shop,
      resourcePolicy: "the secret shop",
    }),
  ),
  ...(["shop", "reporting"] as const).map(
    (name): Call => ({
      what: `a role that may delete: DeleteSecret of ${name} at once, without a way back`,
      principal: BREAKGLASS,
      identity: everything,
      action: "secretsmanager:DeleteSecret",
      resource: ARNS.secret[name],
      resourcePolicy: `the secret ${name}`,
      context: { "secretsmanager:ForceDeleteWithoutRecovery": "true" },
    }),
  ),
  ...(["shop", "reporting"] as const).map(
    (name): Call => ({
      what: `somebody of another account: GetSecretValue of ${name}, should its policy ever let others in`,
      principal: STRANGER,
      identity: everything,
      action: "secretsmanager:GetSecretValue",
      resource: ARNS.secret[name],
      resourcePolicy: `the secret ${name}, opened`,
    }),
  ),
  {
    what: "somebody of another account: Decrypt with the app secrets' key",
    principal: STRANGER,
    identity: everything,
    action: "kms:Decrypt",
    resource: ARNS.key,
    resourcePolicy: "the app secrets' key",
    context: { "kms:CallerAccount": OTHER_ACCOUNT },
  },
  {
    what: "somebody with stolen credentials of another account: its own secret through the endpoint",
    principal: STRANGER,
    identity: everything,
    action: "secretsmanager:PutSecretValue",
    resource: secretArn("loot", OTHER_ACCOUNT),
    endpoint: "the endpoint secretsmanager",
  },
  {
    what: "an administrator of this account: DeleteSecret through the endpoint",
    principal: `arn:aws:iam::${ACCOUNT}:role/administrator`,
    identity: everything,
    action: "secretsmanager:DeleteSecret",
    resource: ARNS.secret.reporting,
    endpoint: "the endpoint secretsmanager",
  },
  ...["alerts", "rotations"].map(
    (name): Call => ({
      what: `an administrator of this account: a message to ${name} in the clear`,
      principal: `arn:aws:iam::${ACCOUNT}:role/administrator`,
      identity: everything,
      action: "sns:Publish",
      resource: name === "alerts" ? ARNS.alerts : ARNS.rotations,
      resourcePolicy: `the topic ${name}`,
      context: { "aws:SecureTransport": "false" },
    }),
  ),
];

/** What the consumers of `shop` must not do. */
export const FORBIDDEN_TO_CONSUMERS: readonly Call[] = [
  ...["PutSecretValue", "DeleteSecret", "UpdateSecretVersionStage", "RotateSecret"].map((operation) => ({
    ...onSecret(operation, ARNS.secret.shop),
    what: `a consumer of shop: ${operation} of shop`,
  })),
  { ...onSecret("GetSecretValue", ARNS.secret.reporting), what: "a consumer of shop: GetSecretValue of reporting" },
  {
    ...onSecret("GetSecretValue", secretArn("staging/shop")),
    what: "a consumer of shop: GetSecretValue of staging/shop",
  },
  { ...onSecret("GetSecretValue", ADMIN_SECRET), what: "a consumer of shop: GetSecretValue of the admin secret" },
  ...[
    { what: "Decrypt for reporting", context: throughSecretsManager(ARNS.secret.reporting) },
    { what: "Decrypt not through Secrets Manager", context: { "kms:EncryptionContext:SecretARN": ARNS.secret.shop } },
    {
      what: "Decrypt through Secrets Manager of a region without a copy",
      context: throughSecretsManager(ARNS.secret.shop, "us-east-1"),
    },
  ].map(
    ({ what, context }): Call => ({
      ...BY_FUNCTION,
      what: `a consumer of shop: ${what}`,
      action: "kms:Decrypt",
      resource: ARNS.key,
      resourcePolicy: "the app secrets' key",
      context: { ...context },
    }),
  ),
  {
    ...BY_FUNCTION,
    what: "a consumer of shop: Decrypt for a copy of reporting",
    action: "kms:Decrypt",
    resource: ARNS.replicaKey,
    resourcePolicy: "the copies' key",
    context: throughSecretsManager(replicaOf(ARNS.secret.reporting), REPLICA_REGION),
  },
].map((call) => ({
  ...call,
  principal: `arn:aws:iam::${ACCOUNT}:role/application`,
  identity: ["the consumers of shop"],
}));
