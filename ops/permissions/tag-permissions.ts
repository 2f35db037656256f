import type { Permission } from "./policy";
import { STACK_TAG, type StackResources, tagged } from "./stack-resources";

/** Calls of EC2 that make something with tags. CreateTags is then checked as well, with the name of the call. */
const MAKES = /^ec2:(Create|Run|Allocate|Import|AuthorizeSecurityGroup)/;

/**
 * Tags of EC2 decide which stack a resource belongs to: a stack may tag what it makes, change the tags of what is its own, and give nothing away to another stack.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
 */
export function tagPermissions(called: readonly string[], stack: StackResources): readonly Permission[] {
  const changes = called.some((action) => action.startsWith("ec2:") && !action.startsWith("ec2:Describe"));
  if (!changes) return [];
  const { id } = stack.stack;
  const makes = called.filter((action) => MAKES.test(action)).map((action) => action.slice("ec2:".length));
  const everything = stack.arn("ec2:vpc", "*").map((arn) => arn.replace(":vpc/", ":*/"));
  const staysOurs = { "aws:RequestTag/stack": id };
  return [
    ...(makes.length === 0
      ? []
      : [
          {
            what: "TagWhatItMakes",
            actions: ["ec2:CreateTags"],
            resources: everything,
            condition: { StringEquals: { "ec2:CreateAction": makes, ...staysOurs } },
          },
        ]),
    {
      what: "TagItsOwn",
      actions: ["ec2:CreateTags"],
      resources: everything,
      condition: { ...tagged("aws:ResourceTag", id), StringEqualsIfExists: staysOurs },
    },
    {
      what: "UntagItsOwn",
      actions: ["ec2:DeleteTags"],
      resources: everything,
      condition: { ...tagged("aws:ResourceTag", id), "ForAllValues:StringNotEquals": { "aws:TagKeys": [STACK_TAG] } },
    },
    ...(stack.stack.resources.has("aws_default_security_group.default_group")
      ? [
          {
            what: "TagTheDefaultGroup",
            actions: ["ec2:CreateTags"],
            resources: stack.arn("ec2:security-group", "*"),
            condition: { StringEquals: staysOurs, Null: { "aws:ResourceTag/stack": "true" } },
          },
        ]
      : []),
  ];
}
