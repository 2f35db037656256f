import { readAwsRequest } from "../../../../../local/aws/gateway/requests/aws-request";

const read = (
  service: string,
  {
    method = "POST",
    target = "/",
    headers = {},
    body = "",
  }: Partial<Record<"method" | "target" | "body", string>> & {
    readonly headers?: Record<string, string>;
  },
) =>
  readAwsRequest({
    method,
    target,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=my-stack/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host`,
      ...headers,
    },
    body: Buffer.from(body),
  });
const form = (service: string, body: string) =>
  read(service, { headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" }, body });
const json = (service: string, target: string, body: object) =>
  read(service, { headers: { "x-amz-target": target }, body: JSON.stringify(body) });

const KEY_ARN = "arn:aws:kms:eu-west-1:123456789012:key/1";

test("caller, region and service stand in the credential scope", () => {
  expect(form("ec2", "Action=DescribeVpcs")).toMatchObject({
    accessKeyId: "my-stack",
    region: "eu-west-1",
    service: "ec2",
    protocol: "ec2",
  });
  expect(readAwsRequest({ method: "GET", target: "/", headers: {}, body: Buffer.from("") })).toMatchObject({
    accessKeyId: "anonymous",
    service: "unsigned",
  });
});

test.each([
  [form("rds", "Action=DescribeDBInstances&DBInstanceIdentifier=main"), "query", "DescribeDBInstances", "main"],
  [form("ec2", "Action=DescribeVpcs&Filter.1.Name=x&VpcId.1=vpc-1"), "ec2", "DescribeVpcs", "vpc-1"],
  [form("ec2", "Action=DescribeVpcs&Filter.1.Name=x"), "ec2", "DescribeVpcs", undefined],
  [form("monitoring", "Action=DescribeAlarms&AlarmNames.member.1=slow"), "query", "DescribeAlarms", "slow"],
  [form("iam", "Action=PutRolePolicy&PolicyName=p&RoleName=r"), "query", "PutRolePolicy", "r"],
  [json("kms", "TrentService.DescribeKey", { KeyId: KEY_ARN }), "json", "DescribeKey", KEY_ARN],
  [
    json("secretsmanager", "secretsmanager.PutSecretValue", { SecretString: "s", SecretId: "a" }),
    "json",
    "PutSecretValue",
    "a",
  ],
  [json("events", "AWSEvents.ListTargetsByRule", { Rule: "r" }), "json", "ListTargetsByRule", "r"],
  [
    read("lambda", { method: "GET", target: "/2015-03-31/functions/a%3Ab/policy?Qualifier=x" }),
    "json",
    "GetPolicy",
    "a:b",
  ],
  [read("lambda", { target: "/2015-03-31/functions/f/invocations" }), "json", "Invoke", "f"],
  [
    read("lambda", { target: "/2015-03-31/functions", body: '{"FunctionName":"new"}' }),
    "json",
    "CreateFunction",
    "new",
  ],
  [read("scheduler", { method: "DELETE", target: "/schedules/daily" }), "json", "DeleteSchedule", "daily"],
  [read("lambda", { method: "GET", target: "/2099-01-01/x" }), "json", "GET /2099-01-01/x", undefined],
  [read("monitoring", { target: "/service/Granite/operation/PutMetricAlarm" }), "json", "PutMetricAlarm", undefined],
])("request %#: protocol, action and resource are read", (request, protocol, action, resource) => {
  expect([request.protocol, request.action, request.resource]).toEqual([protocol, action, resource]);
});

test("a value is never taken for a name", () => {
  const secret = { ClientRequestToken: "t", SecretString: "the value", Description: "d" };
  expect(json("secretsmanager", "secretsmanager.CreateSecret", secret).resource).toBeUndefined();
  const password = "Action=ModifyDBInstance&MasterUserPassword=pw";
  expect(form("rds", password).resource).toBeUndefined();
});
