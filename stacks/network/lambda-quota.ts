import { DataAwsServicequotasServiceQuota } from "@cdktf/provider-aws/lib/data-aws-servicequotas-service-quota";
import type { EnvironmentStack } from "../shared/environment-stack";

/** "Concurrent executions" of Lambda in Service Quotas. */
const CONCURRENT_EXECUTIONS = "L-B99A9384";

/**
 * Refuses, before anything is made, an account whose quota the rotation function does not fit into: Lambda would refuse the function
 * after the database, at the end of the first deployment, and leave it tainted. Where the environment says the quota itself, the check is
 * made at synthesis and nobody is asked.
 */
export function lambdaQuotaCheck(stack: EnvironmentStack): void {
  const { rotationFunction, quotas, concurrencyNeeded } = stack.environment;
  if (rotationFunction.arn !== undefined || quotas.lambdaConcurrency !== undefined) return;
  const { count, why } = concurrencyNeeded;
  new DataAwsServicequotasServiceQuota(stack, "lambda_concurrency", {
    serviceCode: "lambda",
    quotaCode: CONCURRENT_EXECUTIONS,
    lifecycle: {
      postcondition: [
        {
          condition: `\${self.value >= ${count}}`,
          errorMessage:
            `Lambda's quota of concurrent executions is \${self.value} in this account and region, and the environment needs ${count}: ${why}. ` +
            "Ask Service Quotas for more (quota code " +
            `${CONCURRENT_EXECUTIONS}), or change rotationFunction.reservedConcurrency in the environment file.`,
        },
      ],
    },
  });
}
