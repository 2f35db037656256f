import { createHash } from "node:crypto";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import type { Environment } from "../../environments/schema";
import { type EncryptionKey, encryptionKey } from "../shared/encryption-key";
import type { EnvironmentStack } from "../shared/environment-stack";
import { arnOf, resourceName } from "../shared/naming";
import { type PolicyStatement, policyDocument } from "../shared/policy-document";

export interface AlertTopics {
  /** What needs attention: failures, deletions, changed policies, alarms. */
  readonly alertsArn: string;
  /** Every successful rotation, as the event itself: for programs and interested people. */
  readonly rotationsArn: string;
}

/**
 * Two encrypted topics, so that people on call do not get used to mail about successes.
 *
 * They have a key of their own. EventBridge can use the key of a topic only through a statement without conditions on its
 * origin, and such a statement does not belong on the key of the secrets.
 */
export function alertTopics(stack: EnvironmentStack): AlertTopics {
  const { environment } = stack;
  const { alertEmails, rotationEmails } = environment.monitoring;
  const key = encryptionKey(stack, "alerts_key", {
    name: "alerts",
    use: "messages about rotations, secrets and alarms",
    users: [eventsUseKey, alarmsUseKey(environment)],
  });
  const alertsArn = topic(stack, "alerts", key, alertEmails, [alarmsPublish(environment)]);
  const rotationsArn = topic(stack, "rotations", key, rotationEmails, []);
  return { alertsArn, rotationsArn };
}

type TopicStatement = (topicArn: string) => PolicyStatement;

function topic(
  stack: EnvironmentStack,
  name: string,
  key: EncryptionKey,
  emails: readonly string[],
  publishers: readonly TopicStatement[],
): string {
  const { arn } = new SnsTopic(stack, `${name}_topic`, {
    name: resourceName(stack.environment, name),
    kmsMasterKeyId: key.arn,
  });
  new SnsTopicPolicy(stack, `${name}_topic_policy`, {
    arn,
    policy: policyDocument([eventsPublish(arn), ...publishers.map((statement) => statement(arn)), onlyOverTls(arn)]),
  });
  for (const address of emails) {
    // Named after the address, so that removing one does not change the others.
    const id = createHash("sha256").update(address).digest("hex").slice(0, 8);
    new SnsTopicSubscription(stack, `${name}_email_${id}`, { topicArn: arn, protocol: "email", endpoint: address });
  }
  return arn;
}

/**
 * EventBridge does not send its account or rule when it publishes, so a condition on them would silently drop every
 * event. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
const eventsUseKey: PolicyStatement = {
  Sid: "EventsToEncryptedTopics",
  Effect: "Allow",
  Principal: { Service: "events.amazonaws.com" },
  Action: ["kms:Decrypt", "kms:GenerateDataKey"],
  Resource: "*",
};

const eventsPublish: TopicStatement = (topicArn) => ({
  Sid: "EventsPublish",
  Effect: "Allow",
  Principal: { Service: "events.amazonaws.com" },
  Action: "sns:Publish",
  Resource: topicArn,
});

function alarmsUseKey({ accountId }: Environment): PolicyStatement {
  return {
    Sid: "AlarmsToEncryptedTopics",
    Effect: "Allow",
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: "*",
    Condition: { StringEquals: { "aws:SourceAccount": accountId } },
  };
}

function alarmsPublish(environment: Environment): TopicStatement {
  return (topicArn) => ({
    Sid: "AlarmsPublish",
    Effect: "Allow",
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Action: "sns:Publish",
    Resource: topicArn,
    Condition: {
      StringEquals: { "aws:SourceAccount": environment.accountId },
      ArnLike: { "aws:SourceArn": arnOf(environment, "cloudwatch", "alarm:*") },
    },
  });
}

const onlyOverTls: TopicStatement = (topicArn) => ({
  Sid: "OnlyOverTls",
  Effect: "Deny",
  Principal: "*",
  Action: "sns:Publish",
  Resource: topicArn,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});
