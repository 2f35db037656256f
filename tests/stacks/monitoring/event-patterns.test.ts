import { parseEnvironment } from "../../../environments";
import { eventPatterns } from "../../../stacks/monitoring/event-patterns";
import { SAMPLE } from "../../support/sample-environment";
import { matchesPattern } from "./event-pattern";

const ACCOUNT = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:";
const SHOP = `${ACCOUNT}sample/shop-AbCdEf`;
const ADMIN = `${ACCOUNT}rds!db-5e6f-GhIjKl`;
const texts = eventPatterns(parseEnvironment("sample", SAMPLE), ADMIN);
const patterns = {
  failed: JSON.parse(texts.failed),
  succeeded: JSON.parse(texts.succeeded),
  changed: JSON.parse(texts.changed),
};

const serviceEvent = (eventName: string, secret: object = { additionalEventData: { SecretId: SHOP } }) => ({
  source: "aws.secretsmanager",
  "detail-type": "AWS Service Event via CloudTrail",
  detail: {
    eventSource: "secretsmanager.amazonaws.com",
    eventName,
    requestParameters: null,
    responseElements: null,
    ...secret,
  },
});

const apiCall = (eventName: string, secret: object = { requestParameters: { secretId: SHOP } }) => ({
  source: "aws.secretsmanager",
  "detail-type": "AWS API Call via CloudTrail",
  detail: { eventSource: "secretsmanager.amazonaws.com", eventName, ...secret },
});

const told = (event: object) =>
  Object.entries(patterns).flatMap(([name, pattern]) => (matchesPattern(pattern, event) ? [name] : []));

describe("of the events of an app secret", () => {
  test.each([
    ["RotationFailed", ["failed"]],
    ["RotationAbandoned", ["failed"]],
    ["TestRotationFailed", ["failed"]],
    ["RotationSucceeded", ["succeeded"]],
    ["RotationStarted", []],
    ["StartSecretVersionDelete", []],
  ])("%s tells %j", (eventName, names) => {
    expect(told(serviceEvent(eventName))).toEqual(names);
  });

  test.each(["DeleteSecret", "PutResourcePolicy", "DeleteResourcePolicy", "CancelRotateSecret"])(
    "%s tells of a change",
    (eventName) => {
      expect(told(apiCall(eventName))).toEqual(["changed"]);
    },
  );

  test.each(["GetSecretValue", "PutSecretValue", "TagResource"])("%s tells nothing", (eventName) => {
    expect(told(apiCall(eventName))).toEqual([]);
  });

  test("a service event is no API call, nor the other way round", () => {
    expect(told(serviceEvent("DeleteSecret"))).toEqual([]);
    expect(told(apiCall("RotationFailed", { additionalEventData: { SecretId: SHOP } }))).toEqual([]);
  });
});

describe("a secret is recognized", () => {
  test.each([
    ["where service events name it", { additionalEventData: { SecretId: SHOP } }],
    ["in the other form of service events", { serviceEventDetails: { secretId: SHOP } }],
    ["when it is the admin's", { additionalEventData: { SecretId: ADMIN } }],
  ])("%s", (_, secret) => {
    expect(told(serviceEvent("RotationFailed", secret))).toEqual(["failed"]);
  });

  test.each([
    ["by the name that somebody gave", { requestParameters: { secretId: "sample/shop" }, responseElements: null }],
    ["by its ARN", { requestParameters: { secretId: SHOP } }],
    ["in an answer", { responseElements: { arn: SHOP } }],
    ["in an answer of before February 2024", { responseElements: { aRN: SHOP } }],
    ["when it is the admin's", { requestParameters: { secretId: ADMIN } }],
  ])("%s", (_, secret) => {
    expect(told(apiCall("DeleteSecret", secret))).toEqual(["changed"]);
  });

  test("and one of another environment or account is not", () => {
    for (const other of [
      `${ACCOUNT}sample2/shop-AbCdEf`,
      `${ACCOUNT}shop-AbCdEf`,
      SHOP.replace("111122223333", "444455556666"),
    ]) {
      expect(told(serviceEvent("RotationFailed", { additionalEventData: { SecretId: other } }))).toEqual([]);
      expect(told(apiCall("DeleteSecret", { requestParameters: { secretId: other } }))).toEqual([]);
    }
  });
});

test("patterns are as short as EventBridge wants them, with the longest names", () => {
  const name = "twenty-characters-xx";
  const longest = eventPatterns(
    { ...parseEnvironment(name, SAMPLE), region: "ap-southeast-1" },
    `${ACCOUNT}rds!db-01234567-89ab-cdef-0123-456789abcdef-GhIjKl`,
  );
  for (const pattern of Object.values(longest)) expect(pattern.length).toBeLessThan(2048);
});
