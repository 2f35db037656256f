import type { Environment } from "../environments/schema";
import { arnOf } from "./naming";
import { policyDocument } from "./policy-document";

/** What may pass an endpoint, and at what. */
interface Passage {
  readonly actions: readonly string[];
  /** Behind the account in an ARN of the service; `undefined` where the service's actions know no resource. */
  readonly resource: string | undefined;
}

/**
 * The services that the private subnets talk to. The function needs the changing calls on secrets, applications the reading ones. The
 * `rds` endpoint serves programs that look an instance up by its ARN, as AWS's own rotation functions do.
 */
export const SERVICES = {
  secretsmanager: {
    actions: [
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetSecretValue",
      "secretsmanager:ListSecretVersionIds",
      "secretsmanager:PutSecretValue",
      "secretsmanager:RotateSecret",
      "secretsmanager:UpdateSecretVersionStage",
    ],
    resource: "secret:*",
  },
  rds: { actions: ["rds:DescribeDBClusters", "rds:DescribeDBInstances"], resource: "*" },
} as const satisfies Record<string, Passage>;

/**
 * The services that Session Manager's agent on the bastion talks to, and what it needs of them: the rights of AWS's own
 * AWSCloud9SSMInstanceProfile, and those of the older channel, which agents before 3.3.40 use.
 */
export const SESSION_SERVICES = {
  ssm: { actions: ["ssm:UpdateInstanceInformation"], resource: undefined },
  ssmmessages: {
    actions: [
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ],
    resource: undefined,
  },
  ec2messages: {
    actions: [
      "ec2messages:AcknowledgeMessage",
      "ec2messages:DeleteMessage",
      "ec2messages:FailMessage",
      "ec2messages:GetEndpoint",
      "ec2messages:GetMessages",
      "ec2messages:SendReply",
    ],
    resource: undefined,
  },
} as const satisfies Record<string, Passage>;

/**
 * Both the caller and what it asks for must belong to the environment's account: stolen credentials of another account cannot carry
 * data out through an endpoint.
 */
export function endpointPolicy(environment: Environment, service: string, { actions, resource }: Passage): string {
  return policyDocument([
    {
      Sid: "ThisAccountOnly",
      Effect: "Allow",
      Principal: "*",
      Action: actions,
      Resource: resource === undefined ? "*" : arnOf(environment, service, resource),
      Condition: { StringEquals: { "aws:PrincipalAccount": environment.accountId } },
      wildcardReason: "the endpoint bounds what may pass at all; what each caller may do is in the caller's own policy",
    },
  ]);
}
