import type { GuardRail } from "./rule";

/**
 * No gateway endpoint beside a NAT gateway in one stack. What leaves a NAT gateway follows the routes of its public subnet, so the endpoint's policy
 * would decide about everything that private applications ask of the service.
 */
export const gatewayEndpoints: GuardRail = {
  name: "gateway-endpoints",
  check: (environment) => {
    const withNat = new Set(environment.resources("aws_nat_gateway").map(({ stack }) => stack));
    return environment
      .resources("aws_vpc_endpoint")
      .filter(({ stack, values }) => values.vpc_endpoint_type === "Gateway" && withNat.has(stack))
      .map(({ path }) => ({
        path,
        found: "a gateway endpoint in a network with NAT gateways",
        allowed: "NAT gateways or gateway endpoints, not both",
        remedy: "leave the endpoint out: with NAT, services are reached through it",
      }));
  },
};
