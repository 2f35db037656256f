import type { GuardRail } from "./rule";

/**
 * A service may invoke a function only for one resource of one account. Without that, a resource of any account
 * could make the service invoke it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export const boundInvocations: GuardRail = {
  name: "bound-invocations",
  check: (environment) =>
    environment
      .resources("aws_lambda_permission")
      .filter(({ values }) => typeof values.source_arn !== "string" || typeof values.source_account !== "string")
      .map(({ path, values }) => ({
        path,
        found: `a permission for ${String(values.principal)} without ${typeof values.source_arn === "string" ? "source_account" : "source_arn"}`,
        allowed: "a permission with source_arn and source_account",
        remedy: "name the resource and the account that the service calls for",
      })),
};
