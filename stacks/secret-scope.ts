import type { Environment } from "../environments/schema";
import { arnOf } from "./naming";

/**
 * So many secrets are named one by one in policies. More do not fit: Lambda keeps 20 KB for the policy of a function, with
 * some 450 bytes for each permission, and IAM 10,240 characters for the inline policies of a role.
 */
export const MOST_NAMED_SECRETS = 40;

/** The secrets that one policy is about. */
export interface SecretScope {
  readonly arns: readonly string[];
  /** Why there is a wildcard in {@link arns}, when there is one. */
  readonly wildcardReason?: string;
}

/** Every app secret of the environment by its ARN or, when they are too many, what their ARNs begin with. */
export function secretScope(environment: Environment, secretArns: readonly string[]): SecretScope {
  if (secretArns.length <= MOST_NAMED_SECRETS) return { arns: secretArns };
  return {
    arns: [anySecretOf(environment)],
    wildcardReason: `more than ${MOST_NAMED_SECRETS} ARNs do not fit into a policy; the environment's name bounds them`,
  };
}

/** What the ARN of every secret of the environment looks like. */
export function anySecretOf(environment: Environment): string {
  return arnOf(environment, "secretsmanager", `secret:${environment.name}/*`);
}
