import { createHash } from "node:crypto";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { AppSecretChoice } from "../../environments/schema";
import type { EnvironmentStack } from "../shared/environment-stack";
import { resourceName, secretName } from "../shared/naming";
import { consumerPolicy, type PlacedSecret } from "./secret-policies";

/** An app secret and its replicas, as a reader sees them. */
export interface ReadableSecret {
  readonly settings: Pick<AppSecretChoice, "name" | "consumerRoles">;
  readonly places: readonly PlacedSecret[];
}

/**
 * The policy that lets an application read one app secret, to attach outside of this project.
 *
 * @returns the policy's ARN
 */
export function consumerPolicyOf(stack: EnvironmentStack, { settings: { name }, places }: ReadableSecret): string {
  const { environment } = stack;
  const policy = new IamPolicy(stack, `consumer_policy_${name}`, {
    name: resourceName(environment, `read-${name}`),
    description: `Lets an application read the app secret ${secretName(environment, { name })}.`,
    policy: consumerPolicy(environment, places),
  });
  return policy.arn;
}

/**
 * One policy for each role that `consumerRoles` names, with every app secret that the role reads. A role has room for ten managed
 * policies: with one a secret, the eleventh secret of an application could not be deployed.
 */
export function consumerRolePolicies(stack: EnvironmentStack, secrets: readonly ReadableSecret[]): void {
  const { environment } = stack;
  const arns = new Set(secrets.flatMap(({ settings }) => settings.consumerRoles));
  for (const arn of arns) {
    // IAM attaches by name: what stands behind the path.
    const role = arn.slice(arn.lastIndexOf("/") + 1);
    const places = secrets
      .filter(({ settings }) => settings.consumerRoles.includes(arn))
      .flatMap((secret) => secret.places);
    const policy = new IamPolicy(stack, `consumer_role_policy_${asId(role)}`, {
      name: resourceName(environment, `secrets-of-${role}`),
      description: `Lets the role ${role} read its app secrets of ${environment.name}.`,
      policy: consumerPolicy(environment, places),
    });
    new IamRolePolicyAttachment(stack, `consumer_role_${asId(role)}`, { role, policyArn: policy.arn });
  }
}

/** The names of some roles hold characters that Terraform's own names cannot. */
function asId(role: string): string {
  return /^[\w-]+$/.test(role) ? role : createHash("sha256").update(role).digest("hex").slice(0, 8);
}
