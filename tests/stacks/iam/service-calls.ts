import { ACCOUNT, REGION } from "./deployed";
import type { Call } from "./simulate";
import { ARNS, deployed, SECRETS } from "./world";

const of = (service: string, arn: string) => ({
  principal: service,
  context: { "aws:SourceAccount": ACCOUNT, "aws:SourceArn": arn },
});
const auditSchedule = `arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule/sample-audit/audit-1`;
const scheduleGroup = deployed.arn("app-secret", "aws_scheduler_schedule_group.audit_schedules");

const logKeyCall = (action: string, key: string, keyPolicy: string, group: string): Call => ({
  what: `CloudWatch Logs: ${action} for ${group}, as AWS documents it`,
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
  principal: `logs.${REGION}.amazonaws.com`,
  action: `kms:${action}`,
  resource: key,
  resourcePolicy: keyPolicy,
  context: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${group}` },
});

const LOG_KEYS = [
  { key: ARNS.key, keyPolicy: "the app secrets' key", group: "/aws/lambda/sample-rotation" },
  { key: ARNS.databaseKey, keyPolicy: "the database's key", group: "/aws/rds/instance/sample-mysql/error" },
  { key: ARNS.logsKey, keyPolicy: "the network logs' key", group: "/vpc/sample-flow-logs" },
];

/** What services of AWS do for themselves, each with a policy that lets them. */
export const SERVICE_CALLS: readonly Call[] = [
  ...SECRETS.map(
    (name): Call => ({
      ...of("secretsmanager.amazonaws.com", ARNS.secret[name]),
      what: `Secrets Manager: a step of the rotation of ${name}`,
      action: "lambda:InvokeFunction",
      resource: ARNS.function,
      resourcePolicy: "the function",
    }),
  ),
  {
    principal: "lambda.amazonaws.com",
    what: "Lambda: the function's role",
    action: "sts:AssumeRole",
    resource: ARNS.functionRole,
    resourcePolicy: "the trust in Lambda",
  },
  {
    ...of("scheduler.amazonaws.com", scheduleGroup),
    what: "the scheduler: the audit's role",
    action: "sts:AssumeRole",
    resource: ARNS.auditRole,
    resourcePolicy: "the trust in the scheduler",
  },
  {
    what: "the scheduler with that role: the audit",
    principal: ARNS.auditRole,
    identity: ["the audit's role"],
    action: "lambda:InvokeFunction",
    resource: ARNS.function,
  },
  {
    what: "the scheduler with that role: what its schedule says",
    principal: ARNS.auditRole,
    identity: ["the audit's role"],
    action: "kms:Decrypt",
    resource: ARNS.key,
    resourcePolicy: "the app secrets' key",
    context: { "kms:CallerAccount": ACCOUNT, "kms:EncryptionContext:aws:scheduler:schedule:arn": auditSchedule },
  },
  ...LOG_KEYS.flatMap(({ key, keyPolicy, group }) =>
    ["Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "ReEncryptFrom"].map((action) =>
      logKeyCall(action, key, keyPolicy, group),
    ),
  ),
  ...(["alerts", "rotations"] as const).map(
    (name): Call => ({
      what: `EventBridge: a message to ${name}`,
      principal: "events.amazonaws.com",
      action: "sns:Publish",
      resource: ARNS[name],
      resourcePolicy: `the topic ${name}`,
    }),
  ),
  {
    what: "CloudWatch: an alarm",
    principal: "cloudwatch.amazonaws.com",
    action: "sns:Publish",
    resource: ARNS.alerts,
    resourcePolicy: "the topic alerts",
    context: { "aws:SourceAccount": ACCOUNT, "aws:SourceArn": `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:any` },
  },
  ...["Decrypt", "GenerateDataKey"].flatMap((action): Call[] => [
    {
      what: `EventBridge: ${action} for a message, which SNS asks its caller for`,
      // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
      principal: "events.amazonaws.com",
      action: `kms:${action}`,
      resource: ARNS.alertsKey,
      resourcePolicy: "the alerts' key",
    },
    {
      what: `CloudWatch: ${action} for an alarm, which SNS asks its caller for`,
      principal: "cloudwatch.amazonaws.com",
      action: `kms:${action}`,
      resource: ARNS.alertsKey,
      resourcePolicy: "the alerts' key",
      context: { "aws:SourceAccount": ACCOUNT },
    },
  ]),
];

/** The people who look after keys, and programs that look an instance up. */
export const OTHER_CALLS: readonly Call[] = [
  ...[
    [ARNS.key, "the app secrets' key"],
    [ARNS.databaseKey, "the database's key"],
    [ARNS.logsKey, "the network logs' key"],
    [ARNS.alertsKey, "the alerts' key"],
    [ARNS.replicaKey, "the copies' key"],
  ].map(
    ([resource = "", resourcePolicy = ""]): Call => ({
      what: `an administrator of this account: a new policy of ${resourcePolicy}`,
      principal: `arn:aws:iam::${ACCOUNT}:role/administrator`,
      identity: ["an administrator's role"],
      action: "kms:PutKeyPolicy",
      resource,
      resourcePolicy,
    }),
  ),
  {
    what: "ListSecrets, by an application that reads what filters find and was given that right elsewhere",
    principal: `arn:aws:iam::${ACCOUNT}:role/application`,
    identity: ["an administrator's role"],
    action: "secretsmanager:ListSecrets",
    resource: "*",
    endpoint: "the endpoint secretsmanager",
  },
  ...["DescribeDBInstances", "DescribeDBClusters"].map(
    (action): Call => ({
      what: `${action}, by a function of AWS's own that is put in the place of this one`,
      principal: `arn:aws:iam::${ACCOUNT}:role/other-function`,
      identity: ["an administrator's role"],
      action: `rds:${action}`,
      resource: `arn:aws:rds:${REGION}:${ACCOUNT}:${action === "DescribeDBInstances" ? "db" : "cluster"}:sample-mysql`,
      endpoint: "the endpoint rds",
    }),
  ),
];

/** What services must not do for others. */
export const FORBIDDEN_TO_SERVICES: readonly Call[] = [
  {
    ...of("secretsmanager.amazonaws.com", ARNS.secret.shop),
    what: "Secrets Manager: a step of shop in another function",
    action: "lambda:InvokeFunction",
    resource: `${ARNS.function}-other`,
    resourcePolicy: "the function",
  },
  {
    ...of("secretsmanager.amazonaws.com", ARNS.secret.shop.replace("/", "-elsewhere/")),
    what: "Secrets Manager: a step of a secret of another environment",
    action: "lambda:InvokeFunction",
    resource: ARNS.function,
    resourcePolicy: "the function",
  },
  {
    principal: "secretsmanager.amazonaws.com",
    context: { "aws:SourceAccount": "999988887777", "aws:SourceArn": ARNS.secret.shop },
    what: "Secrets Manager: a step for another account",
    action: "lambda:InvokeFunction",
    resource: ARNS.function,
    resourcePolicy: "the function",
  },
  {
    ...of("events.amazonaws.com", ARNS.secret.shop),
    what: "EventBridge: a call of the function",
    action: "lambda:InvokeFunction",
    resource: ARNS.function,
    resourcePolicy: "the function",
  },
  {
    principal: "scheduler.amazonaws.com",
    context: { "aws:SourceAccount": "999988887777", "aws:SourceArn": scheduleGroup },
    what: "the scheduler: the audit's role, for another account",
    action: "sts:AssumeRole",
    resource: ARNS.auditRole,
    resourcePolicy: "the trust in the scheduler",
  },
  {
    principal: `logs.${REGION}.amazonaws.com`,
    context: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${REGION}:999988887777:log-group:theirs` },
    what: "CloudWatch Logs: Decrypt for another account's log",
    action: "kms:Decrypt",
    resource: ARNS.key,
    resourcePolicy: "the app secrets' key",
  },
  {
    principal: "cloudwatch.amazonaws.com",
    context: {
      "aws:SourceAccount": "999988887777",
      "aws:SourceArn": `arn:aws:cloudwatch:${REGION}:999988887777:alarm:any`,
    },
    what: "CloudWatch: another account's alarm",
    action: "sns:Publish",
    resource: ARNS.alerts,
    resourcePolicy: "the topic alerts",
  },
];
