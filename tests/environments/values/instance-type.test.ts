import { instanceTypeSchema } from "../../../environments/values/instance-type";

describe("an instance type of the bastion", () => {
  test.each([
    "t4g.nano",
    "t4g.micro",
    "t3.micro",
    "t3a.nano",
    "m7i-flex.large",
    "c7gn.medium",
    "m4.large",
    "a1.medium",
  ])("%s is taken", (name) => {
    expect(instanceTypeSchema.safeParse(name).success).toBe(true);
  });

  // Of EC2's own list (DescribeInstanceTypes) these are all whose EbsOptimizedSupport is "unsupported".
  test.each(
    (
      "c1.medium c3.8xlarge c3.large i2.8xlarge m1.medium m1.small m2.xlarge m3.large m3.medium r3.8xlarge r3.large " +
      "t1.micro t2.2xlarge t2.large t2.medium t2.micro t2.nano t2.small t2.xlarge"
    ).split(" "),
  )("%s is refused, which EC2 does not start EBS-optimized", (name) => {
    const { error } = instanceTypeSchema.safeParse(name);
    expect(error?.issues.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^allowed: .+ EBS-optimized by itself, .+; what to do: choose t3\.micro/),
    ]);
  });

  test.each(["db.t4g.nano", "mac2.metal", "t4g", "", 4])("%p is refused once, as no type at all", (name) => {
    expect(instanceTypeSchema.safeParse(name).error?.issues).toHaveLength(1);
  });
});
