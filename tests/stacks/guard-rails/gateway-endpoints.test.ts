import { gatewayEndpoints } from "../../../stacks/guard-rails/gateway-endpoints";
import { foundIn } from "../../support/guard-rail-fixture";

const endpoint = (vpc_endpoint_type: string) => ({ aws_vpc_endpoint: { s3: { vpc_endpoint_type } } });
const nat = { aws_nat_gateway: { nat: {} } };

describe("a network with NAT gateways", () => {
  test("has no gateway endpoint, which would decide about the traffic of its private applications", () => {
    expect(foundIn(gatewayEndpoints, { ...nat, ...endpoint("Gateway") })).toEqual([
      "sample-one/s3: a gateway endpoint in a network with NAT gateways",
    ]);
  });

  test("may have interface endpoints", () => {
    expect(foundIn(gatewayEndpoints, { ...nat, ...endpoint("Interface") })).toEqual([]);
  });
});

test("a network without NAT may have a gateway endpoint", () => {
  expect(foundIn(gatewayEndpoints, endpoint("Gateway"))).toEqual([]);
});
