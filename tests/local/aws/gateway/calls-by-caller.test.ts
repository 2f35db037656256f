import { callsByCaller } from "../../../../local/aws/gateway/calls-by-caller";

const call = (accessKeyId: string, service: string, action: string) => ({
  atMs: 0,
  accessKeyId,
  service,
  action,
  status: 200,
});

test("each caller's actions are told once, as IAM writes them, in order", () => {
  const calls = [
    call("b-stack", "monitoring", "PutMetricAlarm"),
    call("a-stack", "lambda", "Invoke"),
    call("a-stack", "ec2", "CreateVpc"),
    call("a-stack", "ec2", "CreateVpc"),
  ];
  expect(callsByCaller(calls)).toEqual({
    "a-stack": ["ec2:CreateVpc", "lambda:InvokeFunction"],
    "b-stack": ["cloudwatch:PutMetricAlarm"],
  });
});
