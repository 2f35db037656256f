import type { Environment } from "../environments/schema";
import { type PolicyStatement, policyDocument } from "./policy-document";

export interface FunctionPolicyInput {
  readonly environment: Environment;
  readonly functionArn: string;
  readonly logGroupArn: string;
  readonly appSecretArns: readonly string[];
  readonly appSecretKeyArn: string;
  readonly adminSecretArn: string;
  readonly adminSecretKeyArn: string;
}

/**
 * Everything that the function may do: rotate the environment's own app secrets, read the one admin secret, write its log, and
 * have network interfaces. It cannot read any other secret, and it cannot write the admin secret.
 */
export function functionPolicy(input: FunctionPolicyInput): string {
  return policyDocument([...secretStatements(input), ...keyStatements(input), ...runtimeStatements(input)]);
}

function secretStatements({ appSecretArns, adminSecretArn, functionArn }: FunctionPolicyInput): PolicyStatement[] {
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
      Resource: appSecretArns,
    },
    { Sid: "ReadAdminSecret", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: adminSecretArn },
    {
      // RotateSecret, which restarts a rotation that got stuck, asks its caller for this right on the rotation function.
      // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
      Sid: "RestartOwnRotation",
      Effect: "Allow",
      Action: "lambda:InvokeFunction",
      Resource: functionArn,
    },
  ];
}

function keyStatements(input: FunctionPolicyInput): PolicyStatement[] {
  const { environment } = input;
  const throughSecretsManager = {
    StringEquals: {
      "kms:CallerAccount": environment.accountId,
      "kms:ViaService": `secretsmanager.${environment.region}.amazonaws.com`,
    },
  };
  return [
    {
      Sid: "EncryptAppSecrets",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
      Resource: input.appSecretKeyArn,
      Condition: throughSecretsManager,
    },
    {
      Sid: "DecryptAdminSecret",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:DescribeKey"],
      Resource: input.adminSecretKeyArn,
      Condition: throughSecretsManager,
    },
    {
      Sid: "DecryptOwnSettings",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: input.appSecretKeyArn,
      Condition: { StringEquals: { "kms:EncryptionContext:aws:lambda:FunctionArn": input.functionArn } },
    },
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

function runtimeStatements({ logGroupArn, functionArn }: FunctionPolicyInput): PolicyStatement[] {
  return [
    {
      Sid: "WriteOwnLog",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: `${logGroupArn}:*`,
      wildcardReason: "a stream's ARN is that of its group and a name that Lambda makes up",
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
      // The right above is for the Lambda service. The code of the function itself never gets it (same page).
      Sid: "CodeDoesNot",
      Effect: "Deny",
      Action: NETWORK_INTERFACE_ACTIONS,
      Resource: "*",
      Condition: { ArnEquals: { "lambda:SourceFunctionArn": functionArn } },
    },
  ];
}
