import type { TypeActions } from "./type-actions";

/** What several stacks have: roles, keys, log groups, alarms. */
export const SHARED_ACTIONS: Readonly<Record<string, TypeActions>> = {
  aws_iam_role: {
    read: ["iam:GetRole", "iam:ListRolePolicies", "iam:ListAttachedRolePolicies"],
    write: [
      "iam:CreateRole",
      "iam:UpdateRole",
      "iam:UpdateRoleDescription",
      "iam:UpdateAssumeRolePolicy",
      "iam:TagRole",
      "iam:UntagRole",
    ],
    remove: ["iam:ListInstanceProfilesForRole", "iam:DeleteRole"],
  },
  aws_iam_role_policy: {
    read: ["iam:GetRolePolicy"],
    write: ["iam:PutRolePolicy"],
    remove: ["iam:DeleteRolePolicy"],
  },
  aws_iam_role_policy_attachment: {
    read: ["iam:ListAttachedRolePolicies"],
    write: ["iam:AttachRolePolicy"],
    remove: ["iam:DetachRolePolicy"],
  },
  aws_iam_policy: {
    read: ["iam:GetPolicy", "iam:GetPolicyVersion"],
    write: [
      "iam:CreatePolicy",
      "iam:CreatePolicyVersion",
      "iam:DeletePolicyVersion",
      "iam:ListPolicyVersions",
      "iam:TagPolicy",
      "iam:UntagPolicy",
    ],
    remove: ["iam:ListPolicyVersions", "iam:DeletePolicyVersion", "iam:DeletePolicy"],
  },
  aws_iam_instance_profile: {
    read: ["iam:GetInstanceProfile"],
    write: [
      "iam:CreateInstanceProfile",
      "iam:AddRoleToInstanceProfile",
      "iam:TagInstanceProfile",
      "iam:UntagInstanceProfile",
    ],
    remove: ["iam:RemoveRoleFromInstanceProfile", "iam:DeleteInstanceProfile"],
  },
  aws_kms_key: {
    read: ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"],
    write: [
      "kms:CreateKey",
      "kms:EnableKeyRotation",
      "kms:PutKeyPolicy",
      "kms:UpdateKeyDescription",
      "kms:TagResource",
      "kms:UntagResource",
    ],
    lose: ["kms:ScheduleKeyDeletion"],
  },
  aws_kms_alias: {
    read: ["kms:ListAliases"],
    write: ["kms:CreateAlias", "kms:UpdateAlias"],
    remove: ["kms:DeleteAlias"],
  },
  aws_cloudwatch_log_group: {
    read: ["logs:DescribeLogGroups", "logs:ListTagsForResource"],
    write: [
      "logs:CreateLogGroup",
      "logs:AssociateKmsKey",
      "logs:PutRetentionPolicy",
      "logs:TagResource",
      "logs:UntagResource",
    ],
    remove: ["logs:DeleteLogGroup"],
  },
  aws_cloudwatch_metric_alarm: {
    read: ["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"],
    write: ["cloudwatch:PutMetricAlarm", "cloudwatch:TagResource", "cloudwatch:UntagResource"],
    remove: ["cloudwatch:DeleteAlarms"],
  },
  aws_cloudwatch_dashboard: {
    read: ["cloudwatch:GetDashboard"],
    write: ["cloudwatch:PutDashboard"],
    remove: ["cloudwatch:DeleteDashboards"],
  },
  aws_scheduler_schedule: {
    read: ["scheduler:GetSchedule"],
    write: ["scheduler:CreateSchedule", "scheduler:UpdateSchedule"],
    remove: ["scheduler:DeleteSchedule"],
  },
  aws_scheduler_schedule_group: {
    read: ["scheduler:GetScheduleGroup", "scheduler:ListTagsForResource"],
    write: ["scheduler:CreateScheduleGroup", "scheduler:TagResource", "scheduler:UntagResource"],
    remove: ["scheduler:DeleteScheduleGroup"],
  },
};
