import { expression } from "../../support/expression";
import { sampleWith } from "../../support/sample-environment";
import { stacksOf } from "../../support/synthesized-stacks";

const appSecret = stacksOf(
  sampleWith({
    "monitoring.alertEmails": ["on-call@example.com", "security@example.com"],
    "monitoring.rotationEmails": ["team@example.com"],
  }),
)("app-secret");

const statements = (type: string, id: string): Record<string, unknown>[] =>
  JSON.parse(String(appSecret.resource(type, id).policy)).Statement;

describe("the topics", () => {
  test.each(["alerts", "rotations"])("%s is encrypted with a key that is not that of the secrets", (topic) => {
    expect(appSecret.resource("aws_sns_topic", `${topic}_topic`)).toMatchObject({
      name: `sample-${topic}`,
      kms_master_key_id: expression("aws_kms_key.alerts_key.arn"),
    });
  });

  test("let EventBridge publish, without a condition, because it sends none along", () => {
    for (const topic of ["alerts", "rotations"]) {
      expect(statements("aws_sns_topic_policy", `${topic}_topic_policy`)[0]).toEqual({
        Sid: "EventsPublish",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sns:Publish",
        Resource: expression(`aws_sns_topic.${topic}_topic.arn`),
      });
    }
  });

  test("let only alarms of this account publish to the alerts topic", () => {
    const sids = (topic: string) => statements("aws_sns_topic_policy", `${topic}_topic_policy`).map(({ Sid }) => Sid);
    expect(sids("alerts")).toEqual(["EventsPublish", "AlarmsPublish", "OnlyOverTls"]);
    expect(sids("rotations")).toEqual(["EventsPublish", "OnlyOverTls"]);
    expect(statements("aws_sns_topic_policy", "alerts_topic_policy")[1]).toMatchObject({
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Condition: {
        StringEquals: { "aws:SourceAccount": "111122223333" },
        ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:*" },
      },
    });
  });

  test("refuse what comes without TLS", () => {
    expect(statements("aws_sns_topic_policy", "alerts_topic_policy")[2]).toMatchObject({
      Effect: "Deny",
      Principal: "*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
  });
});

test("the key lets both services encrypt what they publish: without that, nothing arrives", () => {
  const [account, events, alarms, ...more] = statements("aws_kms_key", "alerts_key");
  expect(account).toMatchObject({ Sid: "AccountDecidesThroughIam" });
  expect(events).toEqual({
    Sid: "EventsToEncryptedTopics",
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: "*",
  });
  expect(alarms).toMatchObject({
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
  });
  expect(more).toEqual([]);
});

test("each address is subscribed to its topics, with a logical id that other addresses do not change", () => {
  const subscriptions = appSecret.resources("aws_sns_topic_subscription");
  expect(
    Object.entries(subscriptions).map(([id, { topic_arn, protocol, endpoint }]) => [id, topic_arn, protocol, endpoint]),
  ).toEqual([
    ["alerts_email_786906db", expression("aws_sns_topic.alerts_topic.arn"), "email", "security@example.com"],
    ["alerts_email_c63654f3", expression("aws_sns_topic.alerts_topic.arn"), "email", "on-call@example.com"],
    ["rotations_email_a96e3689", expression("aws_sns_topic.rotations_topic.arn"), "email", "team@example.com"],
  ]);
});
