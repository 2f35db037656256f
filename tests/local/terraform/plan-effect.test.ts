import { effectLine, effectProblems, planEffect } from "../../../local/terraform/plan-effect";

const change = (address: string, actions: readonly string[], parts: object = {}) => ({
  address,
  change: { actions, before: null, after: null, after_unknown: {}, ...parts },
});

/** As `terraform show -json` writes it, with what is not looked at left out. */
const PLAN = {
  resource_changes: [
    change("aws_lambda_function.function", ["update"], {
      before: { memory_size: 256, timeout: 300, environment: [{ variables: { A: "1" } }], last_modified: "x" },
      after: { memory_size: 512, timeout: 300, environment: [{ variables: { A: "1" } }] },
      after_unknown: { last_modified: true, environment: [{ variables: {} }] },
    }),
    change("aws_instance.host", ["delete", "create"]),
    change("aws_db_parameter_group.parameter_group", ["create", "delete"]),
    change("aws_kms_key.key", ["no-op"]),
    change("data.aws_ssm_parameter.image", ["read"]),
    change("aws_sns_topic.old", ["delete"]),
    change("aws_sns_topic.new", ["create"]),
    change("aws_sns_topic.left", ["forget"]),
  ],
};

const LINES = [
  "-/+ aws_db_parameter_group.parameter_group",
  "-/+ aws_instance.host",
  "~ aws_lambda_function.function (last_modified, memory_size)",
  ". aws_sns_topic.left",
  "+ aws_sns_topic.new",
  "- aws_sns_topic.old",
];

describe("the effect of a plan", () => {
  test("names what is created, updated with which attributes, replaced, deleted and forgotten, and nothing that stays", () => {
    expect(planEffect(PLAN).map(effectLine)).toEqual(LINES);
  });

  test.each([{}, { resource_changes: [] }, null, "no plan"])("is nothing in %j", (plan) => {
    expect(planEffect(plan)).toEqual([]);
  });

  test("is as expected when each line is allowed, with or without its attributes, or by a pattern", () => {
    expect(effectProblems(planEffect(PLAN), LINES)).toEqual([]);
    expect(effectProblems(planEffect(PLAN), ["-/+ *", "~ aws_lambda_function.function", "* aws_sns_topic.*"])).toEqual(
      [],
    );
  });

  test("is not as expected when it does more, or less, or the same in another way", () => {
    expect(effectProblems(planEffect(PLAN), LINES.slice(1))).toEqual([
      "not expected: -/+ aws_db_parameter_group.parameter_group",
    ]);
    expect(effectProblems([], ["+ aws_sns_topic.new"])).toEqual(["expected and not planned: + aws_sns_topic.new"]);
    expect(
      effectProblems(planEffect({ resource_changes: [PLAN.resource_changes[0]] }), [
        "~ aws_lambda_function.function (memory_size)",
      ]),
    ).toEqual([
      "not expected: ~ aws_lambda_function.function (last_modified, memory_size)",
      "expected and not planned: ~ aws_lambda_function.function (memory_size)",
    ]);
  });

  test("takes a point for a point: a resource of a similar name is another one", () => {
    expect(effectProblems(planEffect(PLAN), [...LINES.slice(0, 5), "- awsXsns_topic.old"])).toHaveLength(2);
    expect(effectProblems(planEffect(PLAN), [...LINES.slice(0, 5), "- aws_sns_topicXold"])).toHaveLength(2);
  });
});
