import { METRIC_NAMESPACE, METRICS } from "../../../rotation-fn/settings";
import { expression } from "../../support/expression";
import { SAMPLE } from "../../support/sample-environment";
import { stacksOf } from "../../support/synthesized-stacks";

const appSecret = stacksOf(SAMPLE)("app-secret");
const alarm = (id: string) => appSecret.resource("aws_cloudwatch_metric_alarm", id);

describe("the audit of an environment rings for", () => {
  test.each([
    ["a failing login", "login_failed", METRICS.loginFails],
    ["a stuck rotation", "stuck", METRICS.pendingStuck],
    ["an overdue rotation", "overdue", METRICS.rotationOverdue],
    ["drifted grants", "grant_drift", METRICS.grantDrift],
    ["a password that no label holds", "unlabelled_passwords", METRICS.unlabelledPasswords],
  ])("%s of any app secret, in the hour to which all its parts belong, until the next audit", (_, id, metric) => {
    expect(alarm(`${id}_alarm`)).toMatchObject({
      alarm_name: `sample-${id.replace("_", "-")}`,
      alarm_description: expect.stringContaining("npm run ops -- status sample"),
      namespace: METRIC_NAMESPACE,
      metric_name: metric,
      dimensions: { Environment: "sample" },
      statistic: "Maximum",
      threshold: 1,
      period: 3600,
      treat_missing_data: "ignore",
    });
  });

  test("a failed audit, and one that did not run", () => {
    expect(alarm("audit_failed_alarm")).toMatchObject({
      metric_name: METRICS.auditFailed,
      period: 86_400,
      evaluation_periods: 2,
      datapoints_to_alarm: 1,
      treat_missing_data: "missing",
      insufficient_data_actions: [expression("aws_sns_topic.alerts_topic.arn")],
    });
  });

  test("a part of the audit that the scheduler gave up", () => {
    expect(alarm("audit_not_called_alarm")).toMatchObject({
      namespace: "AWS/Scheduler",
      metric_name: "InvocationDroppedCount",
      dimensions: { ScheduleGroup: appSecret.resource("aws_scheduler_schedule_group", "audit_schedules").name },
      statistic: "Sum",
      threshold: 1,
      treat_missing_data: "notBreaching",
    });
  });
});

test("every metric of the audit but the days has an alarm", () => {
  const watched = new Set(
    Object.values(appSecret.resources("aws_cloudwatch_metric_alarm")).map(({ metric_name }) => metric_name),
  );
  const unwatched = Object.values(METRICS).filter((metric) => !watched.has(metric));
  expect(unwatched).toEqual([METRICS.daysSinceRotation]);
});
