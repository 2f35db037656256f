import fc from "fast-check";
import { parseEnvironment } from "../../../environments";
import type { OwnNetwork } from "../../../environments/sections/network-section";
import { type Cidr, cidrText, contains, overlap, parseCidr } from "../../../environments/values/cidr";
import { plannedCidr, SUBNET_KINDS } from "../../../environments/values/cidr-plan";
import { sampleWith } from "../../support/sample-environment";

function block(text: string | undefined): Cidr {
  const parsed = parseCidr(text ?? "");
  if (parsed === undefined) throw new Error(`${text} is no block`);
  return parsed;
}

const planOf = (vpc: Cidr) => SUBNET_KINDS.flatMap((kind) => [0, 1, 2].map((zone) => plannedCidr(vpc, kind, zone)));

function zonesOf(changes: Record<string, unknown>): OwnNetwork["zones"] {
  const { network } = parseEnvironment("sample", sampleWith(changes));
  if (network.kind !== "own") throw new Error("not a network of its own");
  return network.zones;
}

const THREE = [{ name: "eu-west-1a" }, { name: "eu-west-1b" }, { name: "eu-west-1c" }];

describe("the computed plan", () => {
  test("cuts a VPC in sixteen and gives each kind four neighbouring parts", () => {
    expect(planOf(block("10.20.0.0/16"))).toEqual([
      "10.20.0.0/20",
      "10.20.16.0/20",
      "10.20.32.0/20",
      "10.20.64.0/20",
      "10.20.80.0/20",
      "10.20.96.0/20",
      "10.20.128.0/20",
      "10.20.144.0/20",
      "10.20.160.0/20",
    ]);
  });

  test("lies inside its VPC, without overlap, for every VPC that can be cut", () => {
    const vpc = fc.tuple(fc.integer({ min: 16, max: 24 }), fc.nat(2 ** 32 - 1)).map(([prefix, address]) => {
      const size = 2 ** (32 - prefix);
      return block(cidrText(Math.floor(address / size) * size, prefix));
    });
    fc.assert(
      fc.property(vpc, (outer) => {
        const plan = planOf(outer).map(block);
        for (const [index, inner] of plan.entries()) {
          expect(contains(outer, inner)).toBe(true);
          expect(plan.slice(0, index).some((other) => overlap(other, inner))).toBe(false);
        }
      }),
    );
  });

  test("ends at /24, whose parts are the smallest subnets that AWS makes", () => {
    expect(plannedCidr(block("10.0.0.0/24"), "intra", 2)).toBe("10.0.0.160/28");
    expect(plannedCidr(block("10.0.0.0/25"), "public", 0)).toBeUndefined();
  });
});

describe("a network", () => {
  test("gets the computed blocks where it names none, and no intra block unless it asks for such subnets", () => {
    expect(zonesOf({ "network.zones": THREE.slice(0, 2) })).toEqual([
      { name: "eu-west-1a", publicCidr: "10.1.0.0/20", privateCidr: "10.1.64.0/20", intraCidr: undefined },
      { name: "eu-west-1b", publicCidr: "10.1.16.0/20", privateCidr: "10.1.80.0/20", intraCidr: undefined },
    ]);
  });

  test("keeps its blocks when a zone or intra subnets are added", () => {
    const before = zonesOf({ "network.zones": THREE.slice(0, 2) });
    const after = zonesOf({ "network.zones": THREE, "network.intraSubnets": true });
    expect(after.slice(0, 2).map((zone) => ({ ...zone, intraCidr: undefined }))).toEqual(before);
    expect(after.map(({ intraCidr }) => intraCidr)).toEqual(["10.1.128.0/20", "10.1.144.0/20", "10.1.160.0/20"]);
  });

  test("may name some blocks and leave the others to the plan", () => {
    const zones = [{ name: "eu-west-1a", privateCidr: "10.1.200.0/22" }, { name: "eu-west-1b" }];
    expect(zonesOf({ "network.zones": zones }).map(({ privateCidr }) => privateCidr)).toEqual([
      "10.1.200.0/22",
      "10.1.80.0/20",
    ]);
  });

  test("has no public blocks without public subnets", () => {
    const changes = { "network.zones": THREE, "network.publicSubnets": false, bastion: { mode: "none" } };
    expect(zonesOf(changes).map(({ publicCidr }) => publicCidr)).toEqual([undefined, undefined, undefined]);
  });
});
