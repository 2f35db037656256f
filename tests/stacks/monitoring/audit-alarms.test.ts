import { METRIC_NAMESPACE, METRICS } from "../../../rotation-fn/settings";
import { expression } from "../../support/expression";
import { SAMPLE, sampleWith } from "../../support/sample-environment";
import { stacksOf } from "../../support/synthesized-stacks";

const appSecret = stacksOf(SAMPLE)("app-secret");
const alarm = (id: string) => appSecret.resource("aws_cloudwatch_metric_alarm", id);

describe.each(["shop", "reporting"])("the audit of %s rings for", (name) => {
  test.each([
    ["a failing login", "login_failed", METRICS.loginFails],
    ["a stuck rotation", "stuck", METRICS.pendingStuck],
    ["an overdue rotation", "overdue", METRICS.rotationOverdue],
    ["drifted grants", "grant_drift", METRICS.grantDrift],
    ["a password that no label holds", "unlabelled_passwords", METRICS.unlabelledPasswords],
  ])("%s, within minutes and until the next audit finds it gone", (_, id, metric) => {
    expect(alarm(`${id}_alarm_${name}`)).toMatchObject({
      alarm_name: `sample-${name}-${id.replace("_", "-")}`,
      namespace: METRIC_NAMESPACE,
      metric_name: metric,
      dimensions: { Secret: `sample/${name}` },
      statistic: "Maximum",
      threshold: 1,
      period: 300,
      treat_missing_data: "ignore",
    });
  });

  test("a failed audit, and one that did not run", () => {
    expect(alarm(`audit_failed_alarm_${name}`)).toMatchObject({
      metric_name: METRICS.auditFailed,
      period: 86_400,
      evaluation_periods: 2,
      datapoints_to_alarm: 1,
      treat_missing_data: "missing",
      insufficient_data_actions: [expression("aws_sns_topic.alerts_topic.arn")],
    });
  });
});

test.each(["single-user", "admin-rotated"])(
  "rings for drift of a %s secret too: one user may differ from the environment",
  (strategy) => {
    const stack = stacksOf(sampleWith({ "appSecrets.0.strategy": strategy }))("app-secret");
    expect(Object.keys(stack.resources("aws_cloudwatch_metric_alarm"))).toContain("grant_drift_alarm_shop");
  },
);

test("every metric of the audit but the days has an alarm", () => {
  const watched = new Set(
    Object.values(appSecret.resources("aws_cloudwatch_metric_alarm")).map(({ metric_name }) => metric_name),
  );
  const unwatched = Object.values(METRICS).filter((metric) => !watched.has(metric));
  expect(unwatched).toEqual([METRICS.daysSinceRotation]);
});
