import { createHash } from "node:crypto";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { AppSecretChoice } from "../environments/schema";
import type { EnvironmentStack } from "./environment-stack";
import { resourceName, secretName } from "./naming";
import { consumerPolicy, type PlacedSecret } from "./secret-policies";

/**
 * The policy that lets applications read one app secret, attached to the roles that the environment names.
 *
 * @param places the secret and its copies
 * @returns the policy's ARN, to attach it elsewhere
 */
export function secretConsumers(
  stack: EnvironmentStack,
  { name, consumerRoles }: AppSecretChoice,
  places: readonly PlacedSecret[],
): string {
  const { environment } = stack;
  const policy = new IamPolicy(stack, `consumer_policy_${name}`, {
    name: resourceName(environment, `read-${name}`),
    description: `Lets an application read the app secret ${secretName(environment, { name })}.`,
    policy: consumerPolicy(environment, places),
  });
  for (const arn of consumerRoles) {
    // IAM attaches by name: what stands behind the path.
    const role = arn.slice(arn.lastIndexOf("/") + 1);
    new IamRolePolicyAttachment(stack, `consumer_${name}_${asId(role)}`, { role, policyArn: policy.arn });
  }
  return policy.arn;
}

/** The names of some roles hold characters that Terraform's own names cannot. */
function asId(role: string): string {
  return /^[\w-]+$/.test(role) ? role : createHash("sha256").update(role).digest("hex").slice(0, 8);
}
