import { expression } from "../../support/expression";
import { sampleWith } from "../../support/sample-environment";
import { stacksOf } from "../../support/synthesized-stacks";

const quotaIn = (changes: Readonly<Record<string, unknown>>, part = "network") => {
  const { data } = stacksOf(sampleWith(changes))(part).json as { data?: Record<string, Record<string, unknown>> };
  return data?.aws_servicequotas_service_quota?.lambda_concurrency;
};

describe("Lambda's quota of concurrent executions", () => {
  test("is read in the first stack, and must cover the reservation and the 100 that Lambda keeps", () => {
    expect(quotaIn({})).toEqual({
      service_code: "lambda",
      quota_code: "L-B99A9384",
      lifecycle: {
        postcondition: [
          {
            condition: expression("self.value >= 125"),
            error_message: expect.stringMatching(/is \$\{self\.value\} .* needs 125: 25 are reserved/),
          },
        ],
      },
    });
  });

  test("has to hold what a deployment invokes at once where nothing is reserved", () => {
    const unreserved = { value: "unreserved", reason: "a young account with a quota of 10" };
    expect(quotaIn({ "rotationFunction.reservedConcurrency": unreserved })).toMatchObject({
      lifecycle: { postcondition: [{ condition: expression("self.value >= 5") }] },
    });
  });

  test.each([
    ["the environment says it", { "quotas.lambdaConcurrency": 1000 }],
    [
      "the function exists already",
      { "rotationFunction.arn": "arn:aws:lambda:eu-west-1:111122223333:function:rotation" },
    ],
  ])("is not asked for where %s", (_, changes) => {
    expect(quotaIn(changes)).toBeUndefined();
  });
});
