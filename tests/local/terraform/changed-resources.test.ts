import { changedResources } from "../../../local/terraform/changed-resources";
import { effectLine } from "../../../local/terraform/plan-effect";

const stack = (resource: object, tags: object = {}) => ({
  provider: { aws: [{ default_tags: [{ tags }] }] },
  resource,
});
type Stack = ReturnType<typeof stack>;
const lines = (before: Stack, after: Stack) => changedResources(before, after).map(effectLine);

const BEFORE = {
  aws_kms_key: { key: { description: "a" } },
  aws_sns_topic: { one: { name: "x" }, two: { name: "y" } },
};

describe("what two synthesized stacks configure otherwise", () => {
  test("is nothing when they are the same", () => {
    expect(lines(stack(BEFORE), stack(BEFORE))).toEqual([]);
  });

  test("is named by resource and attribute", () => {
    const after = {
      aws_kms_key: { key: { description: "b", is_enabled: true } },
      aws_sns_topic: { two: { name: "y" }, three: {} },
    };
    expect(lines(stack(BEFORE), stack(after))).toEqual([
      "~ aws_kms_key.key (description, is_enabled)",
      "- aws_sns_topic.one",
      "+ aws_sns_topic.three",
    ]);
  });

  test("is nothing where only what no plan shows differs: meta-arguments, and arguments whose changes Terraform ignores", () => {
    const ignored = { lifecycle: { ignore_changes: ["name"] } };
    const before = { aws_sns_topic: { one: { name: "x", ...ignored } } };
    const after = { aws_sns_topic: { one: { name: "y", depends_on: ["aws_kms_key.key"], ...ignored } } };
    expect(lines(stack(before), stack(after))).toEqual([]);
  });

  test("is every resource when the tags that all of them get differ", () => {
    expect(lines(stack(BEFORE), stack(BEFORE, { team: "x" }))).toEqual([
      "~ aws_kms_key.key (tags_all)",
      "~ aws_sns_topic.one (tags_all)",
      "~ aws_sns_topic.two (tags_all)",
    ]);
  });
});
