import { expression } from "../../support/expression";
import { SAMPLE } from "../../support/sample-environment";
import { stacksOf } from "../../support/synthesized-stacks";

const appSecret = stacksOf(SAMPLE)("app-secret");
const target = (id: string) => appSecret.resource("aws_cloudwatch_event_target", `${id}_target`);

describe("the rules", () => {
  test("are one for failures, one for successes, one for changes", () => {
    const rules = Object.values(appSecret.resources("aws_cloudwatch_event_rule"));
    expect(rules.map(({ name }) => name).sort()).toEqual([
      "sample-rotation-failed",
      "sample-rotation-succeeded",
      "sample-secret-changed",
    ]);
  });

  test("watch the admin secret, too", () => {
    const { event_pattern } = appSecret.resource("aws_cloudwatch_event_rule", "rotation_failed_rule");
    expect(event_pattern).toMatch(/"\$\{data\.terraform_remote_state[^"]*master_user_secret0secret_arn\}"/);
  });
});

describe("a notification", () => {
  test.each([
    ["rotation_failed", "alerts"],
    ["rotation_succeeded", "rotations"],
    ["secret_changed", "alerts"],
  ])("of %s goes to the topic %s, through its policy and no role", (id, topic) => {
    expect(target(id)).toMatchObject({
      rule: expression(`aws_cloudwatch_event_rule.${id}_rule.name`),
      arn: expression(`aws_sns_topic.${topic}_topic.arn`),
    });
    expect(target(id)).not.toHaveProperty("role_arn");
  });

  test.each(["rotation_failed", "secret_changed"])("of %s is lines for people, of values that each event has", (id) => {
    const { input_paths, input_template } = target(id).input_transformer as {
      input_paths: Record<string, string>;
      input_template: string;
    };
    const lines = input_template.split("\n").map((line) => JSON.parse(line) as string);
    const used = lines.flatMap((line) => [...line.matchAll(/<(\w+)>/g)].map(([, name = ""]) => name));
    expect(Object.keys(input_paths).sort()).toEqual([...new Set(used)].sort());
    for (const path of Object.values(input_paths)) expect(path).not.toMatch(/errorMessage|errorCode|responseElements/);
  });

  test("of a success is the event itself, for programs", () => {
    expect(target("rotation_succeeded")).not.toHaveProperty("input_transformer");
  });
});

test.each(["rotation_failed", "rotation_succeeded", "secret_changed"])(
  "an event of %s that could not be delivered rings by another way",
  (id) => {
    expect(appSecret.resource("aws_cloudwatch_metric_alarm", `${id}_undelivered_alarm`)).toMatchObject({
      namespace: "AWS/Events",
      metric_name: "FailedInvocations",
      dimensions: { RuleName: `sample-${id.replace("_", "-")}` },
      statistic: "Sum",
      threshold: 1,
      treat_missing_data: "notBreaching",
      alarm_actions: [expression("aws_sns_topic.alerts_topic.arn")],
    });
  },
);
