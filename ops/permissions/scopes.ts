import type { Permission } from "./policy";
import { type Naming, referenceOf } from "./reference";
import type { NamedResources, StackResources } from "./stack-resources";

/** Where a call of a stack concerns something that the stack does not make, or that has no tag when it is called. */
type Special = (stack: StackResources) => NamedResources;

/** Every resource of the kind. */
const anyResource =
  (kind: string): Special =>
  (stack) => ({ arns: stack.arn(kind, "*") });

/** The stack's own, or without a tag of any stack: AWS makes these by itself. */
const ownOrUntagged =
  (kind: string): Special =>
  (stack) => ({
    arns: stack.arn(kind, "*"),
    condition: { StringEqualsIfExists: { "aws:ResourceTag/stack": stack.stack.id } },
  });

/** Rules of the bastion's stack stand in the bastion's security group, which the network's stack makes. */
const groupOfRules: Special = (stack) => {
  if (stack.has("ec2:security-group")) return ownOrUntagged("ec2:security-group")(stack);
  const { arns, condition } = stack.ofNetwork("ec2:security-group");
  const name = { "aws:ResourceTag/Name": `${stack.environment.name}-bastion` };
  return { arns, condition: { StringEquals: { ...condition?.StringEquals, ...name } } };
};

/** Restored to and copied from: the final snapshot of the same instance, and the one that the file names. */
const snapshots: Special = (stack) => {
  const { snapshotIdentifier: given } = stack.environment.database;
  const ids = stack.namesOf("rds:db").flatMap((name) => stack.arn("rds:snapshot", `${name}-*`));
  if (given === undefined) return { arns: ids };
  return { arns: [...ids, ...(given.startsWith("arn:") ? [given] : stack.arn("rds:snapshot", given))] };
};

/** RDS's own groups, where an instance has none of its own. */
const withDefaults =
  (kind: string, name: string): Special =>
  (stack) => ({ arns: [...(stack.namesOf(kind).length > 0 ? stack.own(kind).arns : []), ...stack.arn(kind, name)] });

const SPECIAL: Readonly<Record<string, Readonly<Record<string, Special>>>> = {
  "ec2:AuthorizeSecurityGroupIngress": { "ec2:security-group": groupOfRules },
  "ec2:RevokeSecurityGroupIngress": { "ec2:security-group": groupOfRules },
  "ec2:ModifySecurityGroupRules": { "ec2:security-group": groupOfRules },
  // The default group of a new VPC has no tag yet when it is emptied.
  "ec2:RevokeSecurityGroupEgress": { "ec2:security-group": groupOfRules },
  // The list that a subnet returns to is the VPC's own.
  "ec2:ReplaceNetworkAclAssociation": { "ec2:network-acl": ownOrUntagged("ec2:network-acl") },
  "ec2:DeleteNetworkInterface": { "ec2:network-interface": ownOrUntagged("ec2:network-interface") },
  "ec2:DisassociateAddress": { "ec2:network-interface": ownOrUntagged("ec2:network-interface") },
  "ec2:CreateNetworkInterface": { "ec2:network-interface": anyResource("ec2:network-interface") },
  "ec2:RunInstances": {
    "ec2:image": anyResource("ec2:image"),
    "ec2:network-interface": anyResource("ec2:network-interface"),
    "ec2:volume": anyResource("ec2:volume"),
  },
  // A list of AWS itself.
  "ec2:GetManagedPrefixListEntries": { "ec2:prefix-list": anyResource("ec2:prefix-list") },
  "rds:CreateDBInstance": {
    "rds:og": withDefaults("rds:og", "default:*"),
    "rds:pg": withDefaults("rds:pg", "default.*"),
  },
  "rds:ModifyDBInstance": {
    "rds:og": withDefaults("rds:og", "default:*"),
    "rds:pg": withDefaults("rds:pg", "default.*"),
  },
  "rds:CreateDBSnapshot": { "rds:snapshot": snapshots },
  "rds:RestoreDBInstanceFromDBSnapshot": { "rds:snapshot": snapshots },
  "rds:CopyDBSnapshot": { "rds:snapshot": snapshots },
  "rds:AddTagsToResource": { "rds:snapshot": snapshots },
  "rds:DescribeDBInstances": { "rds:db": anyResource("rds:db") },
  "rds:DescribeDBParameterGroups": { "rds:pg": anyResource("rds:pg") },
  "rds:DescribeDBSubnetGroups": { "rds:subgrp": anyResource("rds:subgrp") },
  "rds:DescribeOptionGroups": { "rds:og": anyResource("rds:og") },
  "cloudwatch:DescribeAlarms": { "cloudwatch:alarm": anyResource("cloudwatch:alarm") },
  "servicequotas:GetServiceQuota": {
    "servicequotas:quota": (stack) => ({ arns: stack.arn("servicequotas:quota", "lambda/*") }),
  },
  // A parameter of AWS itself: it belongs to no account.
  "ssm:GetParameter": {
    "ssm:parameter": (stack) => ({
      arns: stack
        .arn("ssm:parameter", "aws/service/ami-amazon-linux-latest/*")
        .map((arn) => arn.replace(`:${stack.environment.accountId}:`, "::")),
    }),
  },
};

/** Named together with their group. */
const SCHEDULES = "scheduler:schedule";

/** The action on every resource that the stack has for it. Throws where it has none: a defect of the lists of actions. */
export function permissionsFor(action: string, stack: StackResources): readonly Permission[] {
  const { access, resources } = referenceOf(action);
  const kinds = Object.entries(resources);
  if (kinds.length === 0) return [wildcard(action, stack)];
  const found = kinds.flatMap(([kind, naming]) => {
    const scope = scopeOf(action, kind, naming, stack);
    if (scope === undefined || scope.arns.length === 0) return [];
    const { arns, condition } = scope;
    return [{ what: titleOf(access, kind), actions: [action], resources: arns, ...(condition && { condition }) }];
  });
  if (found.length === 0) throw new Error(`${stack.stack.id} has no resource that ${action} could be allowed for`);
  return found;
}

function scopeOf(action: string, kind: string, naming: Naming, stack: StackResources): NamedResources | undefined {
  const special = SPECIAL[action]?.[kind];
  if (special !== undefined) return special(stack);
  if (kind === SCHEDULES) {
    const names = stack.namesOf("scheduler:schedule-group").map((group) => `${group}/*`);
    return { arns: [...names, ...stack.namesOf(kind)].flatMap((name) => stack.arn(kind, name)) };
  }
  // Another environment's.
  if (kind === "lambda:function" && !stack.has(kind)) {
    return { arns: [stack.environment.rotationFunction.arn ?? []].flat() };
  }
  // A stack that rotates a secret which it does not make: RDS's.
  if (kind === "secretsmanager:Secret" && !stack.has(kind)) return { arns: stack.arn(kind, "rds!db-*") };
  if (stack.has(kind)) return naming === "new" ? stack.future(kind) : stack.own(kind);
  const isOfNetwork = ["ec2:subnet", "ec2:vpc", "ec2:security-group"].includes(kind);
  return isOfNetwork && naming === "existing" ? stack.ofNetwork(kind) : undefined;
}

/** AWS takes no resource for it. What makes something takes the tag of the request. */
function wildcard(action: string, stack: StackResources): Permission {
  if (action !== "kms:CreateKey") return { what: "Look", actions: [action], resources: ["*"] };
  const condition = { StringEquals: { "aws:RequestTag/stack": stack.stack.id } };
  return { what: "MakeKeys", actions: [action], resources: ["*"], condition };
}

/** `ChangeIamRole` */
function titleOf(access: "read" | "change", kind: string): string {
  const words = kind.replace("rule-on-default-event-bus", "rule").split(/[^a-zA-Z0-9]+/);
  return [access === "read" ? "Read" : "Change", ...words.map((word) => word[0]?.toUpperCase() + word.slice(1))].join(
    "",
  );
}
