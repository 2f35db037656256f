import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import type { EnvironmentStack } from "../shared/environment-stack";
import { resourceName } from "../shared/naming";
import { metricAlarm } from "./alarm";
import type { AlertTopics } from "./alert-topics";
import { eventPatterns } from "./event-patterns";

/** A message as people read it: values of the event, by the name under which a line uses them in angle brackets. */
interface Message {
  readonly values: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
}

const AT = { time: "$.time", account: "$.account", region: "$.region", event: "$.detail.eventName" };

// Only values that are always there and hold no quotation mark: a message that cannot be built is dropped.
const FAILED: Message = {
  values: { ...AT, secret: "$.detail.additionalEventData.SecretId" },
  lines: [
    "<event>: <secret>",
    "At <time> in <region>, account <account>.",
    "Applications go on with the current password. What to do: docs/runbook.md; the function's log has the cause.",
  ],
};

const CHANGED: Message = {
  values: { ...AT, secret: "$.detail.requestParameters.secretId", who: "$.detail.userIdentity.arn" },
  lines: [
    "<event>: <secret>",
    "By <who>, at <time> in <region>, account <account>.",
    "If nobody meant this: restore-secret undoes a deletion, a deployment sets policy and rotation again.",
  ],
};

/** The notifications and their topics. The keys are logical ids and, with hyphens, names. */
const RULES = {
  rotation_failed: {
    pattern: "failed",
    topic: "alertsArn",
    message: FAILED,
    tells: "A rotation failed or was given up.",
  },
  rotation_succeeded: {
    pattern: "succeeded",
    topic: "rotationsArn",
    message: undefined,
    tells: "A rotation succeeded.",
  },
  secret_changed: {
    pattern: "changed",
    topic: "alertsArn",
    message: CHANGED,
    tells: "A secret is being deleted, or its policy or rotation taken away.",
  },
} as const;

export type RuleId = keyof typeof RULES;

/** The name of a rule: EventBridge counts by it. */
export function ruleName(stack: EnvironmentStack, id: RuleId): string {
  return resourceName(stack.environment, id.replaceAll("_", "-"));
}

/**
 * Tells of failed and successful rotations, and of deletions and changed policies of the environment's secrets. All of this
 * comes from CloudTrail: in an account without a trail nothing is ever told (docs/monitoring.md).
 */
export function rotationEvents(stack: EnvironmentStack, adminSecretArn: string, topics: AlertTopics): void {
  const patterns = eventPatterns(stack.environment, adminSecretArn);
  for (const [id, { pattern, topic, message, tells }] of Object.entries(RULES)) {
    const name = ruleName(stack, id as RuleId);
    const rule = new CloudwatchEventRule(stack, `${id}_rule`, {
      name,
      description: tells,
      eventPattern: patterns[pattern],
    });
    // No role: with one, deliveries to an encrypted topic may fail. The topic's own policy lets EventBridge in.
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
    new CloudwatchEventTarget(stack, `${id}_target`, {
      rule: rule.name,
      targetId: "topic",
      arn: topics[topic],
      ...(message === undefined ? {} : { inputTransformer: transformer(message) }),
    });
    metricAlarm(stack, `${id}_undelivered_alarm`, {
      name: `${id.replaceAll("_", "-")}-undelivered`,
      description: `EventBridge could not deliver: ${tells} Check the policies of the topic and of its key.`,
      metric: { namespace: "AWS/Events", name: "FailedInvocations", dimensions: { RuleName: name } },
      statistic: "Sum",
      atLeast: 1,
      topicArn: topics.alertsArn,
    });
  }
}

function transformer({ values, lines }: Message) {
  return { inputPaths: { ...values }, inputTemplate: lines.map((line) => JSON.stringify(line)).join("\n") };
}
