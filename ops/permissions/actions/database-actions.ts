import type { TypeActions } from "./type-actions";

const TAGS = ["rds:AddTagsToResource", "rds:RemoveTagsFromResource"];

/** RDS. */
export const DATABASE_ACTIONS: Readonly<Record<string, TypeActions>> = {
  aws_db_instance: {
    read: ["rds:DescribeDBInstances", "rds:ListTagsForResource"],
    write: ["rds:CreateDBInstance", "rds:ModifyDBInstance", "rds:RebootDBInstance", ...TAGS],
    // Since 2024 a final snapshot needs the permission to make one, and to tag it.
    // https://github.com/aws-solutions/instance-scheduler-on-aws/issues/572
    lose: ["rds:DeleteDBInstance", "rds:CreateDBSnapshot"],
  },
  aws_db_subnet_group: {
    read: ["rds:DescribeDBSubnetGroups", "rds:ListTagsForResource"],
    write: ["rds:CreateDBSubnetGroup", "rds:ModifyDBSubnetGroup", ...TAGS],
    remove: ["rds:DeleteDBSubnetGroup"],
  },
  aws_db_parameter_group: {
    read: ["rds:DescribeDBParameterGroups", "rds:DescribeDBParameters", "rds:ListTagsForResource"],
    write: ["rds:CreateDBParameterGroup", "rds:ModifyDBParameterGroup", "rds:ResetDBParameterGroup", ...TAGS],
    remove: ["rds:DeleteDBParameterGroup"],
  },
  aws_db_option_group: {
    read: ["rds:DescribeOptionGroups", "rds:ListTagsForResource"],
    write: ["rds:CreateOptionGroup", "rds:ModifyOptionGroup", ...TAGS],
    remove: ["rds:DeleteOptionGroup"],
  },
  aws_db_snapshot_copy: {
    read: ["rds:DescribeDBSnapshots", "rds:ListTagsForResource"],
    // The instance that is made from the copy.
    write: ["rds:CopyDBSnapshot", "rds:RestoreDBInstanceFromDBSnapshot", ...TAGS],
    remove: ["rds:DeleteDBSnapshot"],
  },
};
