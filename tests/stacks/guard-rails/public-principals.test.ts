import { publicPrincipals } from "../../../stacks/guard-rails/public-principals";
import { foundIn, policyAllowing } from "../../support/guard-rail-fixture";

const endpoint = (statement: Record<string, unknown>) =>
  foundIn(publicPrincipals, {
    aws_vpc_endpoint: { endpoint: { policy: policyAllowing({ Action: "a:B", Resource: "x", ...statement }) } },
  });

describe("public-principals", () => {
  test.each([
    ["a service", { Principal: { Service: "lambda.amazonaws.com" } }],
    ["an account", { Principal: { AWS: "arn:aws:iam::111122223333:root" } }],
    ["everybody of an account", { Principal: "*", Condition: { StringEquals: { "aws:PrincipalAccount": "1" } } }],
    ["nobody", { Effect: "Deny", Principal: "*" }],
  ])("accepts %s", (_, statement) => {
    expect(endpoint(statement)).toEqual([]);
  });

  test.each([
    ["everybody", { Principal: "*" }],
    ["everybody in a list", { Principal: { AWS: ["arn:aws:iam::111122223333:root", "*"] } }],
    [
      "everybody with an unrelated condition",
      { Principal: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } },
    ],
  ])("finds %s", (_, statement) => {
    expect(endpoint(statement)).toEqual([
      'sample-one/endpoint: the principal "*" in "Sample" without a condition on its account',
    ]);
  });
});
