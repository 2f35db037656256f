import type { Environment } from "../../environments/schema";
import { arnOf } from "../shared/naming";
import { type PolicyStatement, policyDocument } from "../shared/policy-document";
import { type Passage, SESSION_SERVICES } from "../shared/session-services";

/**
 * The services that the private subnets talk to. The function needs the changing calls on secrets, applications the reading ones,
 * in a batch as well: with what filters find, too, which needs ListSecrets. The `rds` endpoint serves programs that look an instance up by its ARN, as AWS's own rotation functions do.
 */
const SERVICES = {
  secretsmanager: {
    actions: [
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetSecretValue",
      "secretsmanager:PutSecretValue",
      "secretsmanager:RotateSecret",
      "secretsmanager:UpdateSecretVersionStage",
    ],
    resource: "secret:*",
    withoutResource: ["secretsmanager:BatchGetSecretValue", "secretsmanager:ListSecrets"],
  },
  rds: { actions: ["rds:DescribeDBClusters", "rds:DescribeDBInstances"], resource: "*" },
} as const satisfies Record<string, Passage>;

/**
 * Regions opened since 2024. They have the newer channel only.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html
 */
const WITHOUT_OLDER_CHANNEL = ["ap-east-2", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "mx-central-1"];

/** The services that an environment's private subnets reach through endpoints, and what may pass each. */
export function endpointServices({ bastion, region }: Environment): readonly (readonly [string, Passage])[] {
  const { ec2messages, ...always } = SESSION_SERVICES;
  return Object.entries({
    ...SERVICES,
    ...(bastion.mode === "ssm" ? always : {}),
    ...(bastion.mode === "ssm" && !WITHOUT_OLDER_CHANNEL.includes(region) ? { ec2messages } : {}),
  });
}

/**
 * Both the caller and what it asks for must belong to the environment's account: stolen credentials of another account cannot carry
 * data out through an endpoint.
 */
export function endpointPolicy(environment: Environment, service: string, passage: Passage): string {
  const {
    actions,
    resource,
    withoutResource = [],
  } = isSharedWithOthers(environment) ? { actions: [`${service}:*`], resource: undefined } : passage;
  const pass = (Sid: string, Action: readonly string[], Resource: string): PolicyStatement => ({
    Sid,
    Effect: "Allow",
    Principal: "*",
    Action,
    Resource,
    Condition: { StringEquals: { "aws:PrincipalAccount": environment.accountId } },
    wildcardReason: "the endpoint bounds what may pass at all; what each caller may do is in the caller's own policy",
  });
  return policyDocument([
    pass("ThisAccountOnly", actions, resource === undefined ? "*" : arnOf(environment, service, resource)),
    ...(withoutResource.length === 0 ? [] : [pass("ThisAccountsLists", withoutResource, "*")]),
  ]);
}

/** Others in an existing VPC use the endpoints, too: what they ask of the services is not known here. */
function isSharedWithOthers({ network }: Environment): boolean {
  return network.kind === "existing" && (network.vpc.endpointsOpenTo ?? []).length > 0;
}
