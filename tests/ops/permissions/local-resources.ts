/** Whose a resource is, and under which name AWS would know it. */
interface LocalResource {
  readonly arn: string;
  /** The value of the tag `stack`; undefined where AWS made it without. */
  readonly owner?: string;
  readonly name?: string;
}

const ACCOUNT = "123456789012";
const regional = (service: string) => (rest: string) => `arn:aws:${service}:us-east-1:${ACCOUNT}:${rest}`;
const global = (rest: string) => `arn:aws:iam::${ACCOUNT}:${rest}`;
const ec2 = regional("ec2");
const rds = regional("rds");
const key = (digit: string) => regional("kms")(`key/1234abcd-12ab-34cd-56ef-${digit.repeat(12)}`);

/** One resource of each kind that the deployment of the environment `local` makes or uses, by stack: written by hand, as AWS would name them. */
export const LOCAL_RESOURCES: Readonly<Record<string, Readonly<Record<string, LocalResource>>>> = {
  "local-network": {
    "ec2:vpc": { arn: ec2("vpc/vpc-0a"), owner: "local-network" },
    "ec2:subnet": { arn: ec2("subnet/subnet-0a"), owner: "local-network" },
    "ec2:internet-gateway": { arn: ec2("internet-gateway/igw-0a"), owner: "local-network" },
    "ec2:route-table": { arn: ec2("route-table/rtb-0a"), owner: "local-network" },
    "ec2:security-group": { arn: ec2("security-group/sg-0a"), owner: "local-network", name: "local-database" },
    "ec2:security-group-rule": { arn: ec2("security-group-rule/sgr-0a"), owner: "local-network" },
    "ec2:vpc-endpoint": { arn: ec2("vpc-endpoint/vpce-0a"), owner: "local-network" },
    "ec2:vpc-flow-log": { arn: ec2("vpc-flow-log/fl-0a"), owner: "local-network" },
    "iam:role": { arn: global("role/local-flow-logs") },
    "kms:key": { arn: key("a"), owner: "local-network" },
    "kms:alias": { arn: regional("kms")("alias/local-network-logs") },
    "logs:log-group": { arn: regional("logs")("log-group:/vpc/local-flow-logs") },
    "servicequotas:quota": { arn: regional("servicequotas")("lambda/L-B99A9384") },
  },
  "local-database": {
    "iam:role": { arn: global("role/local-database-monitoring") },
    "kms:key": { arn: key("b"), owner: "local-database" },
    "kms:alias": { arn: regional("kms")("alias/local-database") },
    "logs:log-group": { arn: regional("logs")("log-group:/aws/rds/instance/local-mysql/error") },
    "rds:db": { arn: rds("db:local-mysql") },
    "rds:pg": { arn: rds("pg:local-mysql-8-4-20261128102030") },
    "rds:subgrp": { arn: rds("subgrp:local-mysql") },
  },
  "local-bastion": {
    "cloudwatch:alarm": { arn: regional("cloudwatch")("alarm:local-bastion-system-check") },
    "ec2:instance": { arn: ec2("instance/i-0b"), owner: "local-bastion" },
    "ec2:volume": { arn: ec2("volume/vol-0b") },
    "ec2:network-interface": { arn: ec2("network-interface/eni-0b") },
    "ec2:image": { arn: "arn:aws:ec2:us-east-1::image/ami-0b" },
    "ec2:key-pair": { arn: ec2("key-pair/local-bastion"), owner: "local-bastion" },
    // The host stands in the network's subnet, and its rules in the network's group for it.
    "ec2:subnet": { arn: ec2("subnet/subnet-0a"), owner: "local-network" },
    "ec2:security-group": { arn: ec2("security-group/sg-0b"), owner: "local-network", name: "local-bastion" },
    "ec2:security-group-rule": { arn: ec2("security-group-rule/sgr-0b"), owner: "local-bastion" },
    "iam:role": { arn: global("role/local-bastion") },
    "iam:instance-profile": { arn: global("instance-profile/local-bastion") },
  },
  "local-app-secret": {
    "cloudwatch:alarm": { arn: regional("cloudwatch")("alarm:local-rotation-errors") },
    "cloudwatch:dashboard": { arn: `arn:aws:cloudwatch::${ACCOUNT}:dashboard/local-rotation` },
    "events:rule-on-default-event-bus": { arn: regional("events")("rule/local-rotation-failed") },
    "iam:policy": { arn: global("policy/local-read-shop") },
    "iam:role": { arn: global("role/local-rotation") },
    "kms:key": { arn: key("c"), owner: "local-app-secret" },
    "kms:alias": { arn: regional("kms")("alias/local-app-secret") },
    "lambda:function": { arn: regional("lambda")("function:local-rotation") },
    "logs:log-group": { arn: regional("logs")("log-group:/aws/lambda/local-rotation") },
    "scheduler:schedule": { arn: regional("scheduler")("schedule/local-audit/audit-1") },
    "scheduler:schedule-group": { arn: regional("scheduler")("schedule-group/local-audit") },
    "secretsmanager:Secret": { arn: regional("secretsmanager")("secret:local/shop-AbCdEf") },
    "sns:topic": { arn: regional("sns")("local-alerts") },
  },
};
