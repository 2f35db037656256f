import { parseEnvironment } from "../../../environments";
import { STRATEGIES } from "../../../environments/sections/app-secret-section";
import { STRATEGY_NAMES } from "../../../rotation-fn/settings";
import { accountRootArn, arnOf, resourceName, secretName, stackId } from "../../../stacks/shared/naming";
import { scheduleExpression, windowExpression } from "../../../stacks/shared/rotation-schedule";
import { sampleWith } from "../../support/sample-environment";

const gov = parseEnvironment(
  "gov",
  sampleWith({
    region: "us-gov-west-1",
    "network.zones.0.name": "us-gov-west-1a",
    "network.zones.1.name": "us-gov-west-1b",
  }),
);

describe("names", () => {
  test("begin with the environment", () => {
    expect([stackId(gov, "app-secret"), resourceName(gov, "mysql"), secretName(gov, { name: "shop" })]).toEqual([
      "gov-app-secret",
      "gov-mysql",
      "gov/shop",
    ]);
  });

  test("of ARNs follow the partition of the region", () => {
    expect(arnOf(gov, "rds", "*")).toBe("arn:aws-us-gov:rds:us-gov-west-1:111122223333:*");
    expect(accountRootArn(gov)).toBe("arn:aws-us-gov:iam::111122223333:root");
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
