import { defaultSecurityGroup } from "../../../stacks/guard-rails/default-security-group";
import { expression } from "../../support/expression";
import { foundIn } from "../../support/guard-rail-fixture";

const vpc = { aws_vpc: { vpc: { cidr_block: "10.1.0.0/16" } } };
const adopted = { vpc_id: expression("aws_vpc.vpc.id") };

describe("default-security-group", () => {
  test("accepts one that is adopted and empty", () => {
    expect(foundIn(defaultSecurityGroup, { ...vpc, aws_default_security_group: { group: adopted } })).toEqual([]);
  });

  test("finds a VPC whose default group no stack adopts", () => {
    expect(foundIn(defaultSecurityGroup, vpc)).toEqual([
      "sample-one/vpc: a default security group that no stack adopted",
    ]);
  });

  test("finds rules in it", () => {
    const group = { ...adopted, ingress: [{ from_port: 0 }], egress: [{ from_port: 0 }] };
    expect(foundIn(defaultSecurityGroup, { ...vpc, aws_default_security_group: { group } })).toEqual([
      "sample-one/group: 2 rules in a default security group",
    ]);
  });

  test("finds a rule that is made beside it", () => {
    const rule = { security_group_id: expression("aws_default_security_group.group.id") };
    expect(
      foundIn(defaultSecurityGroup, {
        ...vpc,
        aws_default_security_group: { group: adopted },
        aws_vpc_security_group_egress_rule: { rule },
      }),
    ).toEqual(["sample-one/rule: a rule of a default security group"]);
  });
});
