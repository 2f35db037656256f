import { manyAppSecrets } from "../../support/many-app-secrets";
import { stacksOf } from "../../support/synthesized-stacks";

/** What CloudWatch charges for: alarms, and the custom metrics that somebody looks at. */
function charged(appSecrets: number) {
  const stack = stacksOf(manyAppSecrets(appSecrets))("app-secret");
  const alarms = Object.values(stack.resources("aws_cloudwatch_metric_alarm"));
  const { dashboard_body } = stack.resource("aws_cloudwatch_dashboard", "dashboard");
  return {
    alarms: alarms.map(({ alarm_name, dimensions }) => [alarm_name, dimensions]),
    dashboard: JSON.parse(String(dashboard_body)),
  };
}

test("the alarms and the metrics of the dashboard are the same with 3 and with 300 app secrets", () => {
  const few = charged(3);
  expect(few.alarms).toHaveLength(13);
  expect(charged(300)).toEqual(few);
});
