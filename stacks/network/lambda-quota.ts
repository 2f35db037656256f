import { DataAwsServicequotasServiceQuota } from "@cdktf/provider-aws/lib/data-aws-servicequotas-service-quota";
import type { EnvironmentStack } from "../shared/environment-stack";

/** "Concurrent executions" of Lambda in Service Quotas. */
const CONCURRENT_EXECUTIONS = "L-B99A9384";

/**
 * Fails the plan if the account's quota is too small for the rotation function: Lambda would refuse the function
 * after the database, at the end of the first deployment, and leave it tainted. If the environment sets the quota, synthesis
 * checks it without a call.
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
