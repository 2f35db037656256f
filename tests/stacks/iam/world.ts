import { parseEnvironment } from "../../../environments";
import { sampleWith } from "../../support/sample-environment";
import { ACCOUNT, Deployed, type Policy } from "./deployed";
import type { Policies } from "./simulate";

const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

/** Roles that the environment file names. */
export const BREAKGLASS = role("breakglass");
export const REPORTS = role("reports");

/** The region that holds a copy of the secret of `shop`. */
export const REPLICA_REGION = "eu-central-1";

/** Two app secrets, one of them copied to another region; roles that may delete and read; a bastion without a public address. */
const input = sampleWith({
  bastion: { mode: "ssm", nightlyStop: { at: "20:00" } },
  "appSecrets.0.replicaRegions": [REPLICA_REGION],
  "appSecrets.0.deletionRoles": { value: [BREAKGLASS], reason: "the pipeline deploys as breakglass" },
  "appSecrets.1.consumerRoles": [REPORTS],
});
export const environment = parseEnvironment("sample", input);
export const deployed = new Deployed(input);

/** The same with the other way to a host without a public address. */
const behindInstanceConnect = new Deployed(sampleWith({ bastion: { mode: "eice" } }));

export const SECRETS = ["shop", "reporting"] as const;
export type SecretName = (typeof SECRETS)[number];

const appSecret = (address: string) => deployed.arn("app-secret", address);

export const ARNS = {
  function: appSecret("aws_lambda_function.function"),
  functionRole: role("sample-rotation"),
  auditRole: role("sample-audit"),
  log: appSecret("aws_cloudwatch_log_group.function_log_group"),
  key: appSecret("aws_kms_key.key"),
  alertsKey: appSecret("aws_kms_key.alerts_key"),
  replicaKey: appSecret(`aws_kms_key.replica_key_${REPLICA_REGION}`),
  databaseKey: deployed.arn("database", "aws_kms_key.key"),
  logsKey: deployed.arn("network", "aws_kms_key.logs_key"),
  alerts: appSecret("aws_sns_topic.alerts_topic"),
  rotations: appSecret("aws_sns_topic.rotations_topic"),
  host: deployed.arn("bastion", "aws_instance.instance"),
  hostRole: role("sample-bastion"),
  tunnelDocument: deployed.arn("bastion", "aws_ssm_document.tunnel_document"),
  connectEndpoint: behindInstanceConnect.arn("bastion", "aws_ec2_instance_connect_endpoint.instance_connect_endpoint"),
  secret: {
    shop: appSecret("aws_secretsmanager_secret.secret_shop"),
    reporting: appSecret("aws_secretsmanager_secret.secret_reporting"),
  },
} as const;

export const replicaOf = (secretArn: string) => secretArn.replace(":eu-west-1:", `:${REPLICA_REGION}:`);

const ALLOW_EVERYTHING = { Sid: "Everything", Effect: "Allow", Action: "*", Resource: "*" } as const;

const secretPolicy = (name: SecretName) =>
  deployed.policy("app-secret", `aws_secretsmanager_secret_policy.secret_policy_${name}`);

/** A secret's policy after somebody let everybody in. */
const opened = (policy: Policy): Policy => ({
  ...policy,
  Statement: [...policy.Statement, { ...ALLOW_EVERYTHING, Principal: "*" }],
});

/** Every policy that the function, its callers, its keys and the applications meet, as they are synthesized. */
export const POLICIES: Policies = {
  "an administrator's role": { Version: "2012-10-17", Statement: [ALLOW_EVERYTHING] },
  "the function's role": deployed.policy("app-secret", "aws_iam_role_policy.function_policy"),
  "the trust in Lambda": deployed.policy("app-secret", "aws_iam_role.function_role", "assume_role_policy"),
  "the audit's role": deployed.policy("app-secret", "aws_iam_role_policy.audit_role_policy"),
  "the trust in the scheduler": deployed.policy("app-secret", "aws_iam_role.audit_role", "assume_role_policy"),
  "the function": functionPolicy(),
  "the secret shop": secretPolicy("shop"),
  "the secret shop, opened": opened(secretPolicy("shop")),
  "the secret reporting": secretPolicy("reporting"),
  "the secret reporting, opened": opened(secretPolicy("reporting")),
  "the consumers of shop": deployed.policy("app-secret", "aws_iam_policy.consumer_policy_shop"),
  "the consumers of reporting": deployed.policy("app-secret", "aws_iam_policy.consumer_policy_reporting"),
  "the app secrets' key": deployed.policy("app-secret", "aws_kms_key.key"),
  "the copies' key": deployed.policy("app-secret", `aws_kms_key.replica_key_${REPLICA_REGION}`),
  "the alerts' key": deployed.policy("app-secret", "aws_kms_key.alerts_key"),
  "the database's key": deployed.policy("database", "aws_kms_key.key"),
  "the network logs' key": deployed.policy("network", "aws_kms_key.logs_key"),
  "the topic alerts": deployed.policy("app-secret", "aws_sns_topic_policy.alerts_topic_policy"),
  "the topic rotations": deployed.policy("app-secret", "aws_sns_topic_policy.rotations_topic_policy"),
  "the endpoint secretsmanager": deployed.policy("network", "aws_vpc_endpoint.endpoint_secretsmanager"),
  "the endpoint rds": deployed.policy("network", "aws_vpc_endpoint.endpoint_rds"),
  "the endpoint ssm": deployed.policy("network", "aws_vpc_endpoint.endpoint_ssm"),
  "the endpoint ssmmessages": deployed.policy("network", "aws_vpc_endpoint.endpoint_ssmmessages"),
  "the endpoint ec2messages": deployed.policy("network", "aws_vpc_endpoint.endpoint_ec2messages"),
  "the host's role": deployed.policy("bastion", "aws_iam_role_policy.session_policy"),
  "the tunnel by session": deployed.policy("bastion", "aws_iam_policy.tunnel_policy"),
  "the tunnel by instance connect": behindInstanceConnect.policy("bastion", "aws_iam_policy.tunnel_policy"),
  "who starts the host": deployed.policy("bastion", "aws_iam_policy.start_policy"),
};

/** The policy that Lambda puts together from the permissions of a function. */
function functionPolicy(): Policy {
  const permissions = deployed.addresses("app-secret", "aws_lambda_permission");
  return {
    Version: "2012-10-17",
    Statement: permissions.map((address) => {
      const {
        statement_id = "",
        action = "",
        principal,
        source_account,
        source_arn,
      } = deployed.texts("app-secret", address);
      return {
        Sid: statement_id,
        Effect: "Allow",
        Principal: { Service: principal },
        Action: action,
        Resource: appSecret("aws_lambda_function.function"),
        Condition: {
          StringEquals: { "AWS:SourceAccount": source_account },
          ArnLike: { "AWS:SourceArn": source_arn },
        },
      };
    }),
  };
}
