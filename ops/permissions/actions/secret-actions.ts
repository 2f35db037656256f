import type { TypeActions } from "./type-actions";

/** The app secrets, the function that rotates them, and who is told. No action reads or writes a secret's value. */
export const SECRET_ACTIONS: Readonly<Record<string, TypeActions>> = {
  aws_secretsmanager_secret: {
    read: ["secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy"],
    write: [
      "secretsmanager:CreateSecret",
      "secretsmanager:UpdateSecret",
      "secretsmanager:TagResource",
      "secretsmanager:UntagResource",
      "secretsmanager:ReplicateSecretToRegions",
      "secretsmanager:RemoveRegionsFromReplication",
    ],
    remove: ["secretsmanager:DeleteSecret"],
  },
  aws_secretsmanager_secret_policy: {
    read: ["secretsmanager:GetResourcePolicy"],
    write: ["secretsmanager:PutResourcePolicy"],
    remove: ["secretsmanager:DeleteResourcePolicy"],
  },
  aws_secretsmanager_secret_rotation: {
    read: ["secretsmanager:DescribeSecret"],
    write: ["secretsmanager:RotateSecret"],
    remove: ["secretsmanager:CancelRotateSecret"],
  },
  aws_lambda_function: {
    read: ["lambda:GetFunction", "lambda:GetFunctionCodeSigningConfig", "lambda:ListVersionsByFunction"],
    write: [
      "lambda:CreateFunction",
      "lambda:UpdateFunctionCode",
      "lambda:UpdateFunctionConfiguration",
      "lambda:PutFunctionConcurrency",
      "lambda:DeleteFunctionConcurrency",
      "lambda:TagResource",
      "lambda:UntagResource",
      // Lambda reads the function's network with its caller's permissions.
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeVpcs",
    ],
    remove: ["lambda:UpdateFunctionConfiguration", "lambda:DeleteFunction"],
  },
  aws_lambda_invocation: {
    read: [],
    write: ["lambda:InvokeFunction"],
    remove: ["lambda:InvokeFunction"],
  },
  aws_lambda_permission: {
    read: ["lambda:GetPolicy"],
    write: ["lambda:AddPermission"],
    remove: ["lambda:RemovePermission"],
  },
  aws_sns_topic: {
    read: ["sns:GetTopicAttributes", "sns:ListTagsForResource"],
    write: ["sns:CreateTopic", "sns:SetTopicAttributes", "sns:TagResource", "sns:UntagResource"],
    remove: ["sns:DeleteTopic"],
  },
  aws_sns_topic_policy: {
    read: ["sns:GetTopicAttributes"],
    write: ["sns:SetTopicAttributes"],
    remove: ["sns:SetTopicAttributes"],
  },
  aws_sns_topic_subscription: {
    read: ["sns:GetSubscriptionAttributes"],
    write: ["sns:Subscribe", "sns:SetSubscriptionAttributes"],
    remove: ["sns:Unsubscribe"],
  },
  aws_cloudwatch_event_rule: {
    read: ["events:DescribeRule", "events:ListTagsForResource"],
    write: ["events:PutRule", "events:TagResource", "events:UntagResource"],
    remove: ["events:DeleteRule"],
  },
  aws_cloudwatch_event_target: {
    read: ["events:ListTargetsByRule"],
    write: ["events:PutTargets"],
    remove: ["events:RemoveTargets"],
  },
};
