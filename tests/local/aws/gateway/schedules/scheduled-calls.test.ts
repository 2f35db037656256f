import { isDue, readSchedule } from "../../../../../local/aws/gateway/schedules/scheduled-calls";

const DAY = Date.UTC(2026, 0, 2);
const MINUTE_MS = 60_000;
const Target = { Arn: "arn:aws:lambda:us-east-1:123456789012:function:local-rotation", Input: '{"action":"audit"}' };

describe("a scheduled call of a function", () => {
  it("is read from the form that the stacks write, and from no other", () => {
    const daily = { ScheduleExpression: "cron(5 6 * * ? *)", State: "ENABLED", Target };
    expect(readSchedule("local-audit/audit-2", daily)).toEqual({
      name: "local-audit/audit-2",
      functionArn: Target.Arn,
      input: Target.Input,
      minuteOfDay: 365,
    });
    expect(readSchedule("weekly", { ...daily, ScheduleExpression: "rate(7 days)" })).toBeUndefined();
    expect(readSchedule("off", { ...daily, State: "DISABLED" })).toBeUndefined();
    expect(
      readSchedule("ec2", { ...daily, Target: { Arn: "arn:aws:scheduler:::aws-sdk:ec2:stopInstances" } }),
    ).toBeUndefined();
  });

  it("is due once, between the look before its minute and the look after it, over midnight too", () => {
    const at = DAY + 365 * MINUTE_MS;
    const looks = [at - 5_000, at, at + 5_000, at + 24 * 60 * MINUTE_MS].map((until, index, all) =>
      isDue({ minuteOfDay: 365 }, all[index - 1] ?? until - 5_000, until),
    );
    expect(looks).toEqual([false, true, false, true]);
    expect(isDue({ minuteOfDay: 1439 }, DAY - 90_000, DAY + 1)).toBe(true);
  });
});
