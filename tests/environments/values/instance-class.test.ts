import { hasPerformanceInsights, instanceClassSchema } from "../../../environments/values/instance-class";

describe("an instance class", () => {
  test.each([
    "db.t4g.micro",
    "db.t3.small",
    "db.m8g.large",
    "db.m7i.24xlarge",
    "db.m6gd.xlarge",
    "db.m5.large",
    "db.r8gd.16xlarge",
    "db.r5b.2xlarge",
    "db.x2iedn.32xlarge",
    "db.c6gd.medium",
  ])("%s is taken, arm64 or x86", (name) => {
    expect(instanceClassSchema.safeParse(name).success).toBe(true);
  });

  test.each([
    "db.t2.micro",
    "db.m4.large",
    "db.r3.large",
    "db.m7g.huge",
    "db.serverless",
    "m7g.large",
    "db..large",
    "",
  ])("%s is refused", (name) => {
    expect(instanceClassSchema.safeParse(name).success).toBe(false);
  });
});

describe("performance insights", () => {
  test.each([
    ["db.t4g.micro", false],
    ["db.t4g.small", false],
    ["db.t3.micro", false],
    ["db.t4g.medium", true],
    ["db.m7g.large", true],
  ])("of %s exist: %s", (name, exist) => {
    expect(hasPerformanceInsights(name)).toBe(exist);
  });
});
