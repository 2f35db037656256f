import { referencedFrom } from "./references";
import type { GuardRail } from "./rule";

/** Every secret has a policy of its own, and Secrets Manager refuses one that would open it to the public. */
export const closedSecrets: GuardRail = {
  name: "closed-secrets",
  check: (environment) => {
    const policies = environment
      .resources("aws_secretsmanager_secret_policy")
      .filter(({ values }) => values.block_public_policy === true);
    const closed = referencedFrom(environment, policies, "secret_arn");
    return environment
      .resources("aws_secretsmanager_secret")
      .filter((secret) => !closed.has(secret))
      .map(({ path }) => ({
        path,
        found: "a secret without a policy that blocks public access",
        allowed: "a secret policy with block_public_policy = true",
        remedy: "give it one",
      }));
  },
};
