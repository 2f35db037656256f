import { documentSizes } from "../../../stacks/guard-rails/document-sizes";
import { expression } from "../../support/expression";
import { foundIn } from "../../support/guard-rail-fixture";

const policy = (length: number) => "x".repeat(length);

describe("document-sizes", () => {
  test("adds up the inline policies of a role, as IAM does", () => {
    const role = expression("aws_iam_role.role.id");
    const of = (second: number) => ({
      aws_iam_role: { role: { assume_role_policy: "{}" } },
      aws_iam_role_policy: { one: { role, policy: policy(10_000) }, two: { role, policy: policy(second) } },
    });
    expect(foundIn(documentSizes, of(240))).toEqual([]);
    expect(foundIn(documentSizes, of(241))).toEqual([
      "sample-one/one: inline policies of a role with 10241 characters",
    ]);
  });

  test("counts an app secret's ARN as long as AWS makes it", () => {
    const name = `sample/${"s".repeat(40)}`;
    const secret = expression("aws_secretsmanager_secret.secret.arn");
    const of = (length: number) => ({
      aws_secretsmanager_secret: { secret: { name } },
      aws_iam_policy: { reader: { policy: `${policy(length)}${secret}` } },
    });
    const arn = `arn:aws-us-gov:secretsmanager:ap-southeast-1:111122223333:secret:${name}-AbCdEf`;
    expect(foundIn(documentSizes, of(6144 - arn.length))).toEqual([]);
    expect(foundIn(documentSizes, of(6145 - arn.length))).toEqual([
      "sample-one/reader: managed policy with 6145 characters",
    ]);
  });

  test("puts the permissions of a function together, as Lambda does", () => {
    const permission = (id: number) => ({
      statement_id: `rotate-${id}`,
      function_name: "shared",
      principal: "secretsmanager.amazonaws.com",
      source_account: "111122223333",
      source_arn: `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${policy(20)}/*`,
    });
    const of = (count: number) => ({
      aws_lambda_permission: Object.fromEntries(Array.from({ length: count }, (_, id) => [`p${id}`, permission(id)])),
    });
    expect(foundIn(documentSizes, of(40))).toEqual([]);
    expect(foundIn(documentSizes, of(60))).toEqual([expect.stringMatching(/policy of the function with \d+ bytes/)]);
  });

  test("counts what a dashboard shows", () => {
    const body = (metrics: number, alarms: number) =>
      JSON.stringify({
        widgets: [
          { properties: { metrics: Array.from({ length: metrics }, () => []) } },
          { properties: { alarms: Array.from({ length: alarms }, () => "arn") } },
        ],
      });
    const of = (metrics: number, alarms: number) => ({
      aws_cloudwatch_dashboard: { dashboard: { dashboard_body: body(metrics, alarms) } },
    });
    expect(foundIn(documentSizes, of(500, 100))).toEqual([]);
    expect(foundIn(documentSizes, of(501, 101))).toEqual([
      "sample-one/dashboard: graph with 501 metrics",
      "sample-one/dashboard: list of alarms with 101 alarms",
    ]);
  });
});
