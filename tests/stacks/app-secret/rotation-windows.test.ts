import { sampleWith } from "../../support/sample-environment";
import { stacksOf } from "../../support/synthesized-stacks";

describe("the rotation windows", () => {
  const weekly = { schedule: { cron: "0 3 ? * SUN *" }, windowHours: 3 };
  const shared = stacksOf(
    sampleWith({
      "appSecrets.0.schedule": weekly.schedule,
      "appSecrets.0.windowHours": 3,
      "appSecrets.1.schedule": weekly.schedule,
      "appSecrets.1.windowHours": 3,
    }),
  )("app-secret");
  const windows = shared.output("rotation_windows") as Record<string, Record<string, string>>;

  test("are outputs, as requested and as deployed, with the command that tells the next one", () => {
    const requested = "cron(0 3 ? * SUN *) for 3h";
    expect(windows.shop).toEqual({
      requested,
      deployed: requested,
      next_window_command:
        "aws secretsmanager describe-secret --secret-id sample/shop --query NextRotationDate --output text",
    });
    const { schedule_expression, duration } = shared.resource(
      "aws_secretsmanager_secret_rotation",
      "rotation_reporting",
    ).rotation_rules as Record<string, string>;
    expect(windows.reporting).toMatchObject({ requested, deployed: `${schedule_expression} for ${duration}` });
    expect(windows.reporting?.deployed).not.toBe(requested);
  });

  test("stand in the description of each secret, the requested one where it differs", () => {
    const description = (name: string) => shared.resource("aws_secretsmanager_secret", `secret_${name}`).description;
    expect(description("shop")).toMatch(/changes by itself: cron\(0 3 \? \* SUN \*\) for 3h\.$/);
    expect(description("reporting")).toBe(
      `Login of reporting for the database shop; changes by itself: ${windows.reporting?.deployed}, within the requested cron(0 3 ? * SUN *) for 3h.`,
    );
  });
});
