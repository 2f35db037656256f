import { addressCount, type Cidr, cidrText } from "./cidr";

/** The kinds of subnet, in the order in which they lie in the VPC. */
export const SUBNET_KINDS = ["public", "private", "intra"] as const;
export type SubnetKind = (typeof SUBNET_KINDS)[number];

/** The VPC is cut in sixteen: four parts for each kind, of which three are used, and four that stay free. */
const PREFIX_BITS = 4;
const PARTS_OF_A_KIND = 4;

/** The smallest VPC that can be cut so: sixteen /28, the smallest subnets that AWS makes. */
export const SMALLEST_PLANNED_PREFIX = 28 - PREFIX_BITS;

/**
 * The block of one subnet, when the environment file names none. It depends on nothing but the VPC, the kind and the zone's place in
 * the list: a third zone, or intra subnets later on, move nothing. Undefined when the VPC is too small to be cut.
 */
export function plannedCidr(vpc: Cidr, kind: SubnetKind, zoneIndex: number): string | undefined {
  if (vpc.prefix > SMALLEST_PLANNED_PREFIX || zoneIndex >= PARTS_OF_A_KIND) return undefined;
  const size = addressCount(vpc) / 2 ** PREFIX_BITS;
  const part = SUBNET_KINDS.indexOf(kind) * PARTS_OF_A_KIND + zoneIndex;
  return cidrText(vpc.first + part * size, vpc.prefix + PREFIX_BITS);
}
