import { AWAIT_TIMEOUT_SECONDS } from "../../../stacks/app-secret/rotation";
import { expression } from "../../support/expression";
import { SAMPLE } from "../../support/sample-environment";
import { stacksOf } from "../../support/synthesized-stacks";

const appSecret = stacksOf(SAMPLE)("app-secret");
const alarm = (id: string) => appSecret.resource("aws_cloudwatch_metric_alarm", id);

describe("the function rings", () => {
  test.each([
    ["errors_alarm", "sample-rotation-errors", "Errors"],
    ["throttles_alarm", "sample-rotation-throttles", "Throttles"],
  ])("%s, at the first of them", (id, name, metric) => {
    expect(alarm(id)).toMatchObject({
      alarm_name: name,
      namespace: "AWS/Lambda",
      metric_name: metric,
      dimensions: { FunctionName: "sample-rotation" },
      statistic: "Sum",
      comparison_operator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      period: 300,
      evaluation_periods: 1,
      treat_missing_data: "notBreaching",
    });
  });

  test("when a call is nearly stopped, and not when one waits for a rotation as long as it may", () => {
    const threshold = Number(alarm("slow_alarm").threshold);
    expect(alarm("slow_alarm")).toMatchObject({ metric_name: "Duration", statistic: "Maximum", threshold: 270_000 });
    expect(threshold).toBeGreaterThan(AWAIT_TIMEOUT_SECONDS * 1000);
    expect(threshold).toBeLessThan(Number(appSecret.resource("aws_lambda_function", "function").timeout) * 1000);
  });
});

test("every alarm of the stack says what to do, and tells when it rings and when it is over", () => {
  const alarms = Object.values(appSecret.resources("aws_cloudwatch_metric_alarm"));
  expect(alarms.length).toBeGreaterThan(0);
  const topic = [expression("aws_sns_topic.alerts_topic.arn")];
  for (const { alarm_name, alarm_description, alarm_actions, ok_actions } of alarms) {
    expect([alarm_name, alarm_actions, ok_actions]).toEqual([alarm_name, topic, topic]);
    expect(String(alarm_description).length).toBeGreaterThan(40);
  }
});
