import type { Review } from "../../../../ops/review/model/change";
import { costDifference } from "../../../../ops/review/report/cost";

const review = (before: object | undefined, after: object | undefined): Review => ({
  environment: "dev",
  basis: "comparison",
  at: new Date("2026-12-01T00:00:00Z"),
  stacks: [
    {
      kind: "planned",
      id: "dev-database",
      drift: [],
      outputs: [],
      outdatedBy: [],
      changes: [
        {
          stack: "dev-database",
          address: "aws_db_instance.instance",
          type: "aws_db_instance",
          name: "instance",
          action: "update",
          replacedBecause: [],
          ...(before === undefined ? {} : { before: { ...before } }),
          ...(after === undefined ? {} : { after: { ...after } }),
        },
      ],
    },
  ],
});
const small = { instance_class: "db.t4g.small", multi_az: false, allocated_storage: 20, storage_type: "gp3" };
const textOf = (...sides: Parameters<typeof review>) =>
  costDifference(review(...sides), "us-east-1")
    .flatMap(({ head, items }) => [...head, ...items])
    .join("\n");

describe("the cost in a review", () => {
  it("is the difference of both sides", () => {
    const text = textOf(small, { ...small, multi_az: true });
    expect(text).toContain("**+25.66 USD a month**"); // 0.032 × 730 + 0.115 × 20
    expect(text).toContain("- +25.66: `aws_db_instance.instance` in `dev-database`");
    expect(textOf(small, undefined)).toContain("**−25.66 USD a month**");
  });

  it("is not mentioned where nothing changes in it", () => {
    expect(textOf(small, { ...small, backup_retention_period: 7 })).toBe("");
  });

  it("says where it is estimated", () => {
    const [section] = costDifference(review(undefined, small), "eu-west-1");
    expect(section?.head[0]).toMatch(/^\*\*~\+28\.23 USD a month\*\*.*~ estimated from us-east-1/);
  });
});
