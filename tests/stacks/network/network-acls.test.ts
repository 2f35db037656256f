import { expression } from "../../support/expression";
import { sampleWith } from "../../support/sample-environment";
import { stacksOf } from "../../support/synthesized-stacks";

const aclsOf = (changes: Record<string, unknown>) =>
  stacksOf(sampleWith({ "network.networkAcl": true, ...changes }))("network").resources("aws_network_acl");

const unset = { icmp_code: null, icmp_type: null, ipv6_cidr_block: null };
const ALLOW = { ...unset, action: "allow" };
const within = { ...ALLOW, rule_no: 100, protocol: "-1", from_port: 0, to_port: 0, cidr_block: "10.1.0.0/16" };
const ANYWHERE = { ...ALLOW, rule_no: 200, protocol: "tcp", cidr_block: "0.0.0.0/0" };
const https = { ...ANYWHERE, from_port: 443, to_port: 443 };
const answers = { ...ANYWHERE, from_port: 32_768, to_port: 65_535 };

describe("the optional network ACL", () => {
  test("keeps the private subnets within the VPC, and public ones out of it", () => {
    expect(aclsOf({})).toEqual({
      private_acl: expect.objectContaining({
        subnet_ids: [expression("aws_subnet.private_eu-west-1a.id"), expression("aws_subnet.private_eu-west-1b.id")],
        ingress: [within],
        egress: [within],
      }),
    });
  });

  test.each([
    ["NAT", { "network.egress": "single-nat" }],
    ["a bastion that fetches its updates from there", { bastion: { mode: "ssm" } }],
  ])("lets HTTPS out of the private subnets, and its answers back, for %s", (_, changes) => {
    expect(aclsOf(changes)).toMatchObject({ private_acl: { ingress: [within, answers], egress: [within, https] } });
  });

  test("never lets anything out of the subnets of the database", () => {
    expect(aclsOf({ "network.egress": "nat", "network.intraSubnets": true })).toMatchObject({
      intra_acl: {
        subnet_ids: [expression("aws_subnet.intra_eu-west-1a.id"), expression("aws_subnet.intra_eu-west-1b.id")],
        ingress: [within],
        egress: [within],
      },
    });
  });
});
