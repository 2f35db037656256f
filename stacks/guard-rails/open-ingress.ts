import type { ModelResource } from "./environment-model";
import { asList, asObject, shown } from "./json";
import { reasonFor } from "./reasons";
import type { GuardRail } from "./rule";

/** The widest block that may come in without a reason. */
const WIDEST_IPV4_PREFIX = 16;
const WIDEST_IPV6_PREFIX = 48;

/** Nothing lets the internet in, nor a large part of it, unless the environment file says why. */
export const openIngress: GuardRail = {
  name: "open-ingress",
  check: ({ all }) =>
    all
      .filter(({ kind }) => kind === "resource")
      .flatMap((resource) => {
        const open = sourcesOf(resource).filter(isTooWide);
        if (open.length === 0 || reasonFor(resource, "ssh-source") !== undefined) return [];
        return [
          {
            path: resource.path,
            found: `ingress from ${open.map(shown).join(", ")}`,
            allowed: `a security group, or blocks of /${WIDEST_IPV4_PREFIX} (IPv6: /${WIDEST_IPV6_PREFIX}) or narrower`,
            remedy: "name the addresses that need it, or write the reason in the environment file",
          },
        ];
      }),
};

/** The addresses that may come in, in each of the ways in which the provider writes rules. */
function sourcesOf({ type, values }: ModelResource): readonly unknown[] {
  const blocks = (rule: Readonly<Record<string, unknown>>): readonly unknown[] => [
    ...asList(rule.cidr_blocks),
    ...asList(rule.ipv6_cidr_blocks),
  ];
  switch (type) {
    case "aws_vpc_security_group_ingress_rule":
      return [...asList(values.cidr_ipv4), ...asList(values.cidr_ipv6)];
    case "aws_security_group_rule":
      return values.type === "ingress" ? blocks(values) : [];
    case "aws_security_group":
    case "aws_default_security_group":
      return asList(values.ingress).map(asObject).flatMap(blocks);
    default:
      return [];
  }
}

/** An expression whose block is not known is taken for the widest. */
function isTooWide(block: unknown): boolean {
  const [, address = "", prefix = "0"] = /^([^/]+)\/(\d+)$/.exec(String(block)) ?? [];
  return Number(prefix) < (address.includes(":") ? WIDEST_IPV6_PREFIX : WIDEST_IPV4_PREFIX);
}
