import { parseEvent } from "../../../rotation-fn/event";
import { isMadeBefore } from "../../support/resource-order";
import { sampleWith } from "../../support/sample-environment";
import { stacksOf } from "../../support/synthesized-stacks";

const ARN = "arn:aws:lambda:eu-west-1:111122223333:function:shared-rotation";
const appSecret = stacksOf(sampleWith({ "rotationFunction.arn": ARN }))("app-secret");
const ids = (type: string) => Object.keys(appSecret.resources(type));

describe("with an existing rotation function", () => {
  test("nothing of a function is made", () => {
    expect(ids("aws_lambda_function")).toEqual([]);
    expect(ids("aws_cloudwatch_log_group")).toEqual([]);
    expect(ids("aws_iam_role")).toEqual(["audit_role"]);
    expect(ids("aws_iam_role_policy")).toEqual(["audit_role_policy"]);
    expect(appSecret.text).not.toContain("function_code");
  });

  test.each(["shop", "reporting"])("%s is provisioned, rotated and awaited through it", (name) => {
    expect(appSecret.resource("aws_lambda_invocation", `app_users_${name}`).function_name).toBe(ARN);
    expect(appSecret.resource("aws_lambda_invocation", `provision_${name}`).function_name).toBe(ARN);
    expect(appSecret.resource("aws_lambda_invocation", `await_rotation_${name}`).function_name).toBe(ARN);
    expect(appSecret.resource("aws_secretsmanager_secret_rotation", `rotation_${name}`).rotation_lambda_arn).toBe(ARN);
  });

  test("the order in which the first rotation can work is the same", () => {
    const rotation = "aws_secretsmanager_secret_rotation.rotation_shop";
    for (const needed of ["aws_lambda_permission.permission", "aws_lambda_invocation.provision_shop"]) {
      expect([needed, isMadeBefore(appSecret, needed, rotation)]).toEqual([needed, true]);
    }
    expect(isMadeBefore(appSecret, rotation, "aws_lambda_invocation.await_rotation_shop")).toBe(true);
  });

  test("the wait asks again when the schedule changes; of the function's code nothing is known", () => {
    const text = String(appSecret.resource("aws_lambda_invocation", "await_rotation_shop").input);
    const input = JSON.parse(text.replace(/:\$\{[^}]+\}/, ':{"versionId":null,"rotatedAt":null}'));
    expect(parseEvent(input)).toMatchObject({ event: { after: { schedule: "rate(2 days)", window: "2h" } } });
    expect(Object.keys(input.after)).toEqual(["schedule", "window"]);
  });

  test("its permission carries the environment's name, for it may serve several", () => {
    expect(appSecret.resource("aws_lambda_permission", "permission")).toMatchObject({
      statement_id: "rotate-sample",
      function_name: ARN,
      source_arn: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:sample/*",
    });
  });

  test("the rights that it needs are an output, without those of a function that is made here", () => {
    const { Statement } = JSON.parse(String(appSecret.output("function_policy")));
    expect(Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual([
      "RotateAppSecrets",
      "ReadAdminSecret",
      "RestartOwnRotation",
      "EncryptAppSecrets",
      "DecryptAdminSecret",
    ]);
    expect(Statement[2].Resource).toBe(ARN);
  });

  test("the way to the database that it needs is an output", () => {
    expect(appSecret.output("function_group_id")).toMatch(/security_groupfunction_groupid\}$/);
  });

  test("it is watched as far as that can be done from outside", () => {
    expect(appSecret.resource("aws_cloudwatch_metric_alarm", "errors_alarm").dimensions).toEqual({
      FunctionName: "shared-rotation",
    });
    expect(ids("aws_cloudwatch_metric_alarm")).not.toContain("slow_alarm");
    expect(appSecret.resource("aws_scheduler_schedule", "audit_schedule").target).toMatchObject({ arn: ARN });
    expect(appSecret.resource("aws_cloudwatch_dashboard", "dashboard").dashboard_body).not.toContain('"type":"log"');
  });

  test("the outputs name it", () => {
    expect([appSecret.output("function_name"), appSecret.output("function_arn")]).toEqual(["shared-rotation", ARN]);
  });
});
