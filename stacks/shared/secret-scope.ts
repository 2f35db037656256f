import type { Environment } from "../../environments/schema";
import { arnOf } from "./naming";

/**
 * The function's role names this many secrets by their ARNs. IAM keeps 10,240 characters for the inline policies of a role, and
 * more of the longest ARNs do not fit (docs/limits.md).
 */
export const MAX_NAMED_SECRETS = 40;

/** The secrets that one policy is about. */
export interface SecretScope {
  readonly arns: readonly string[];
  /** Why there is a wildcard in {@link arns}, when there is one. */
  readonly wildcardReason?: string;
}

/** Every app secret of the environment by its ARN or, when they are too many, what their ARNs begin with. */
export function secretScope(environment: Environment, secretArns: readonly string[]): SecretScope {
  if (secretArns.length <= MAX_NAMED_SECRETS) return { arns: secretArns };
  return {
    arns: [anySecretOf(environment)],
    wildcardReason: `more than ${MAX_NAMED_SECRETS} ARNs do not fit into a policy; the environment's name bounds them`,
  };
}

/** What the ARN of every secret of the environment looks like. */
export function anySecretOf(environment: Environment): string {
  return arnOf(environment, "secretsmanager", `secret:${environment.name}/*`);
}
