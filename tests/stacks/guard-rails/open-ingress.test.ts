import { openIngress } from "../../../stacks/guard-rails/open-ingress";
import { foundIn } from "../../support/guard-rail-fixture";

const rule = (values: Record<string, unknown>) =>
  foundIn(openIngress, { aws_vpc_security_group_ingress_rule: { rule: values } });

describe("open-ingress", () => {
  test("accepts groups, narrow blocks and ways out", () => {
    expect(rule({ referenced_security_group_id: "sg-1" })).toEqual([]);
    expect(rule({ cidr_ipv4: "203.0.113.0/24" })).toEqual([]);
    expect(rule({ cidr_ipv6: "2001:db8::/48" })).toEqual([]);
    expect(foundIn(openIngress, { aws_vpc_security_group_egress_rule: { rule: { cidr_ipv4: "0.0.0.0/0" } } })).toEqual(
      [],
    );
  });

  test("accepts an open door with a written reason", () => {
    expect(rule({ cidr_ipv4: "0.0.0.0/0", tags: { "weakened:ssh-source": "a public demonstration" } })).toEqual([]);
  });

  test.each([
    [{ cidr_ipv4: "0.0.0.0/0" }, '"0.0.0.0/0"'],
    [{ cidr_ipv4: "5.0.0.0/15" }, '"5.0.0.0/15"'],
    [{ cidr_ipv6: "::/0" }, '"::/0"'],
    [{ cidr_ipv4: "0.0.0.0/0", tags: { "weakened:ssh-source": "" } }, '"0.0.0.0/0"'],
  ])("finds %j", (values, shown) => {
    expect(rule(values)).toEqual([`sample-one/rule: ingress from ${shown}`]);
  });

  test.each([
    ["aws_security_group", { ingress: [{ cidr_blocks: ["10.0.0.0/16", "0.0.0.0/0"] }] }],
    ["aws_default_security_group", { ingress: { cidr_blocks: ["0.0.0.0/0"] } }],
    ["aws_security_group_rule", { type: "ingress", cidr_blocks: ["0.0.0.0/0"] }],
  ])("finds it inside %s", (type, values) => {
    expect(foundIn(openIngress, { [type]: { group: values } })).toEqual(['sample-one/group: ingress from "0.0.0.0/0"']);
  });
});
