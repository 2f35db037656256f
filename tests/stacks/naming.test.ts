import { parseEnvironment } from "../../environments";
import { STRATEGIES } from "../../environments/app-secret-section";
import { STRATEGY_NAMES } from "../../rotation-fn/settings";
import { accountRootArn, arnOf, resourceName, secretName, stackId } from "../../stacks/naming";
import { scheduleExpression, windowExpression } from "../../stacks/rotation-schedule";
import { sampleWith } from "../support/sample-environment";

const china = parseEnvironment(
  "cn",
  sampleWith({ region: "cn-north-1", "network.zones.0.name": "cn-north-1a", "network.zones.1.name": "cn-north-1b" }),
);

describe("names", () => {
  test("begin with the environment", () => {
    expect([stackId(china, "app-secret"), resourceName(china, "mysql"), secretName(china, { name: "shop" })]).toEqual([
      "cn-app-secret",
      "cn-mysql",
      "cn/shop",
    ]);
  });

  test("of ARNs follow the partition of the region", () => {
    expect(arnOf(china, "rds", "*")).toBe("arn:aws-cn:rds:cn-north-1:111122223333:*");
    expect(accountRootArn({ ...china, region: "us-gov-west-1" })).toBe("arn:aws-us-gov:iam::111122223333:root");
  });

  test("of strategies are the same in environment files and in the function", () => {
    expect(STRATEGIES).toEqual(STRATEGY_NAMES);
  });
});

describe("schedules", () => {
  test.each([
    [{ everyDays: 1 }, "rate(1 day)"],
    [{ everyDays: 2 }, "rate(2 days)"],
    [{ everyHours: 4 }, "rate(4 hours)"],
  ])("%o is written as %s", (schedule, expected) => {
    expect(scheduleExpression(schedule)).toBe(expected);
  });

  test("windows are written in hours", () => {
    expect(windowExpression(2)).toBe("2h");
  });
});
