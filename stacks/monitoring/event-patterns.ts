import type { Environment } from "../../environments/schema";
import { arnOf, secretName } from "../shared/naming";

/** What the secret of an event is compared with. */
type Matcher = string | { readonly prefix: string };

/**
 * Patterns of EventBridge for what CloudTrail tells about the environment's secrets and its admin secret. They match by the
 * beginning of names, so that they stay short (EventBridge takes 2,048 characters) however many secrets there are.
 *
 * Where an event says which secret it is about was looked up in
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/monitoring-eventbridge.html and in events that people have
 * published; the two kinds of events differ, and each has more than one form.
 */
export interface EventPatterns {
  readonly failed: string;
  readonly succeeded: string;
  readonly changed: string;
}

export function eventPatterns(environment: Environment, adminSecretArn: string): EventPatterns {
  const byArn: readonly Matcher[] = [
    { prefix: arnOf(environment, "secretsmanager", `secret:${secretName(environment, { name: "" })}`) },
    adminSecretArn,
  ];
  const byNameOrArn: readonly Matcher[] = [{ prefix: secretName(environment, { name: "" }) }, ...byArn];
  return {
    failed: serviceEvent(["RotationFailed", "RotationAbandoned", "TestRotationFailed"], byArn),
    succeeded: serviceEvent(["RotationSucceeded"], byArn),
    changed: apiCall(["CancelRotateSecret", "DeleteResourcePolicy", "DeleteSecret", "PutResourcePolicy"], {
      asked: byNameOrArn,
      answered: byArn,
    }),
  };
}

/** What Secrets Manager did by itself. */
function serviceEvent(names: readonly string[], secret: readonly Matcher[]): string {
  return pattern("AWS Service Event via CloudTrail", names, [
    { additionalEventData: { SecretId: secret } },
    { serviceEventDetails: { secretId: secret } },
  ]);
}

/** A request to Secrets Manager. The answer's key was `aRN` before February 2024, and still is for some operations. */
function apiCall(
  names: readonly string[],
  secret: { readonly asked: readonly Matcher[]; readonly answered: readonly Matcher[] },
): string {
  return pattern("AWS API Call via CloudTrail", names, [
    { requestParameters: { secretId: secret.asked } },
    { responseElements: { arn: secret.answered } },
    { responseElements: { aRN: secret.answered } },
  ]);
}

function pattern(detailType: string, eventName: readonly string[], either: readonly object[]): string {
  return JSON.stringify({
    source: ["aws.secretsmanager"],
    "detail-type": [detailType],
    detail: { eventSource: ["secretsmanager.amazonaws.com"], eventName, $or: either },
  });
}
