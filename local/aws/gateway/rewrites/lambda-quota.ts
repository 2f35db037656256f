import { LAMBDA_CONCURRENCY } from "../../moto/start-moto";
import type { Rewrite } from "./rewrite";

const CONCURRENT_EXECUTIONS = "L-B99A9384";

/** Lambda's quota of concurrent executions: the number that moto keeps to in PutFunctionConcurrency. */
export const lambdaQuota: Rewrite = {
  service: "servicequotas",
  actions: ["GetAWSDefaultServiceQuota", "GetServiceQuota"],
  why: "moto knows the quotas of VPC only: each plan of a network fails",
  what: "tells the quota of concurrent executions",
  onErrors: true,
  patch(answer, { json, region }, _store, accountId) {
    if (json?.ServiceCode !== "lambda" || json.QuotaCode !== CONCURRENT_EXECUTIONS) return answer;
    const quota = {
      ServiceCode: "lambda",
      ServiceName: "AWS Lambda",
      QuotaArn: `arn:aws:servicequotas:${region}:${accountId}:lambda/${CONCURRENT_EXECUTIONS}`,
      QuotaCode: CONCURRENT_EXECUTIONS,
      QuotaName: "Concurrent executions",
      Value: LAMBDA_CONCURRENCY,
      Unit: "None",
      Adjustable: true,
      GlobalQuota: false,
    };
    const headers = { "Content-Type": "application/x-amz-json-1.1" };
    return { status: 200, headers, body: JSON.stringify({ Quota: quota }) };
  },
};
