import type { Environment } from "../../environments/schema";
import { type PolicyStatement, policyDocument } from "../shared/policy-document";
import { secretScope } from "../shared/secret-scope";
import type { ReplicaKeys } from "./replica-keys";
import { oneOrMore, viaSecretsManager } from "./secret-policies";

/** What rotation is about: the environment's secrets and keys, and the function itself. */
export interface RotationRightsInput {
  readonly environment: Environment;
  readonly functionArn: string;
  readonly appSecretArns: readonly string[];
  readonly appSecretKeyArn: string;
  readonly replicaKeys: ReplicaKeys;
  readonly adminSecretArn: string;
  readonly adminSecretKeyArn: string;
}

export interface FunctionPolicyInput extends RotationRightsInput {
  readonly logGroupArn: string;
}

/**
 * All permissions of the function: rotate the environment's app secrets, read the admin secret, write its log, and
 * have network interfaces. It cannot read other secrets or write the admin secret.
 */
export function functionPolicy(input: FunctionPolicyInput): string {
  return policyDocument([...rightsToRotate(input), ...runtimeStatements(input)]);
}

/** The part of them that an existing function needs: the permissions to rotate. */
export function rotationPolicy(input: RotationRightsInput): string {
  return policyDocument(rightsToRotate(input));
}

function rightsToRotate(input: RotationRightsInput): PolicyStatement[] {
  return [...secretStatements(input), ...keyStatements(input)];
}

function secretStatements(input: RotationRightsInput): PolicyStatement[] {
  const { arns, ...reason } = secretScope(input.environment, input.appSecretArns);
  return [
    {
      Sid: "RotateAppSecrets",
      Effect: "Allow",
      Action: [
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetSecretValue",
        "secretsmanager:PutSecretValue",
        "secretsmanager:RotateSecret",
        "secretsmanager:UpdateSecretVersionStage",
      ],
      Resource: arns,
      ...reason,
    },
    {
      Sid: "ReadAdminSecret",
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: input.adminSecretArn,
    },
    {
      // RotateSecret, which restarts a stuck rotation, requires this permission of its caller on the rotation function.
      // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
      Sid: "RestartOwnRotation",
      Effect: "Allow",
      Action: "lambda:InvokeFunction",
      Resource: input.functionArn,
    },
  ];
}

function keyStatements(input: RotationRightsInput): PolicyStatement[] {
  const { environment, replicaKeys } = input;
  const through = (...regions: readonly string[]) => ({
    StringEquals: {
      "kms:CallerAccount": environment.accountId,
      "kms:ViaService": oneOrMore(regions.map(viaSecretsManager)),
    },
  });
  const replicate: PolicyStatement = {
    // Secrets Manager replicates a value with the permissions of the caller that wrote it.
    // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ReplicateSecretToRegions.html
    Sid: "ReplicateAppSecrets",
    Effect: "Allow",
    Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
    Resource: [...replicaKeys.values()].map(({ arn }) => arn),
    Condition: through(environment.region, ...replicaKeys.keys()),
  };
  return [
    {
      Sid: "EncryptAppSecrets",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
      Resource: input.appSecretKeyArn,
      Condition: through(environment.region),
    },
    {
      Sid: "DecryptAdminSecret",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: input.adminSecretKeyArn,
      Condition: through(environment.region),
    },
    ...(replicaKeys.size > 0 ? [replicate] : []),
  ];
}

/** What the Lambda service needs to connect a function to a VPC. */
const NETWORK_INTERFACE_ACTIONS = [
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSubnets",
  "ec2:UnassignPrivateIpAddresses",
];

function runtimeStatements(input: FunctionPolicyInput): PolicyStatement[] {
  const { logGroupArn, functionArn } = input;
  return [
    {
      Sid: "DecryptOwnSettings",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: input.appSecretKeyArn,
      Condition: { StringEquals: { "kms:EncryptionContext:aws:lambda:FunctionArn": functionArn } },
    },
    {
      Sid: "WriteOwnLog",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: `${logGroupArn}:*`,
      wildcardReason: "a stream's ARN is that of its group and a name that Lambda makes up",
    },
    {
      Sid: "WriteTraces",
      Effect: "Allow",
      Action: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
      Resource: "*",
      wildcardReason: "traces are no resources: neither call knows a narrower one",
    },
    {
      // https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
      Sid: "LambdaConnectsToVpc",
      Effect: "Allow",
      Action: NETWORK_INTERFACE_ACTIONS,
      Resource: "*",
      wildcardReason:
        "the describing calls know no resource, and Lambda asks for the others before the interfaces exist",
    },
    {
      // The permission above is for the Lambda service only; the function's code is denied it (same page).
      Sid: "CodeDoesNot",
      Effect: "Deny",
      Action: NETWORK_INTERFACE_ACTIONS,
      Resource: "*",
      Condition: { ArnEquals: { "lambda:SourceFunctionArn": functionArn } },
    },
  ];
}
