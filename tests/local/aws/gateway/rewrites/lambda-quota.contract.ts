import { strToU8, zipSync } from "fflate";
import { lambdaQuota } from "../../../../../local/aws/gateway/rewrites/lambda-quota";
import { LAMBDA_CONCURRENCY } from "../../../../../local/aws/moto/start-moto";
import { type Asker, declareRewrite } from "../../../../contracts/rewrite";

const TARGET = "ServiceQuotasV20190624";
const QUOTA = { ServiceCode: "lambda", QuotaCode: "L-B99A9384" };

async function quotaOf(ask: Asker, action: string): Promise<unknown> {
  const { Quota } = await ask.target("servicequotas", `${TARGET}.${action}`, QUOTA);
  return (Quota as { readonly Value?: number }).Value;
}

/** What Lambda says to a reservation. */
async function reserved(ask: Asker, name: string, count: number): Promise<string> {
  const path = `/2017-10-31/functions/${name}/concurrency`;
  return ask.json("lambda", "PUT", path, { ReservedConcurrentExecutions: count }).then(
    () => "taken",
    (error: Error) => error.message,
  );
}

async function newFunction(ask: Asker, name: string): Promise<void> {
  const role = { Action: "CreateRole", RoleName: name, AssumeRolePolicyDocument: "{}" };
  await ask.form("iam", role);
  await ask.json("lambda", "POST", "/2015-03-31/functions", {
    FunctionName: name,
    Role: `arn:aws:iam::123456789012:role/${name}`,
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    Code: { ZipFile: Buffer.from(zipSync({ "index.js": strToU8("") })).toString("base64") },
  });
}

declareRewrite(lambdaQuota, {
  async observe(ask, suffix) {
    const name = `reserving-${suffix}`;
    await newFunction(ask, name);
    return [
      await reserved(ask, name, LAMBDA_CONCURRENCY - 99),
      await reserved(ask, name, LAMBDA_CONCURRENCY - 100),
      await quotaOf(ask, "GetAWSDefaultServiceQuota"),
      await quotaOf(ask, "GetServiceQuota"),
    ];
  },
  expected: [
    expect.stringMatching(/InvalidParameterValueException.*below its minimum value of \[100\]/s),
    "taken",
    LAMBDA_CONCURRENCY,
    LAMBDA_CONCURRENCY,
  ],
});
