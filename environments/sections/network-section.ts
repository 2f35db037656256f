import type { z } from "zod";
import { networkCheck } from "../checks/network-checks";
import { parseCidr } from "../values/cidr";
import { plannedCidr, type SubnetKind } from "../values/cidr-plan";
import { oneOf, section, yesOrNo } from "../values/rules";
import { vpcSection } from "./vpc-section";
import { cidrSchema, zonesSection } from "./zones-section";

const keys = section({
  /** The VPC's block of private addresses, /16 to /28. */
  cidr: cidrSchema.optional(),
  /**
   * 2 or 3 zones. Each is `{ name }`, optionally with `publicCidr`, `privateCidr` and `intraCidr`. Without them the VPC is divided into
   * sixteen parts: 1 to 3 are public, 5 to 7 private, 9 to 11 intra. No subnet moves when you add a zone at the end.
   */
  zones: zonesSection.optional(),
  /**
   * How the private subnets reach AWS services. `endpoints`: interface endpoints in every zone and no route to the internet
   * (about 7 USD a month for each of two services in each zone; the bastion mode ssm adds three services). `nat`: no endpoints, but a NAT
   * gateway in every zone (about 33 USD a month each, and 0.045 USD per GB). `single-nat`: one NAT gateway, so an outage of its zone affects all
   * zones. `existing`: the existing VPC provides access. The default is `endpoints`. With an existing VPC the key is required, because
   * endpoints with private DNS affect the whole VPC.
   */
  egress: oneOf(["endpoints", "nat", "single-nat", "existing"], "choose one of these").optional(),
  /** Public subnets and an internet gateway. `false` is possible with `egress: "endpoints"` and any bastion but ssh. */
  publicSubnets: yesOrNo().default(true),
  /** Subnets without a route out, for the database only. Decide before the first deployment: RDS does not move a database. */
  intraSubnets: yesOrNo().default(false),
  /** A network ACL on private and intra subnets that allows traffic within the VPC only, in addition to the security groups. */
  networkAcl: yesOrNo().default(false),
  /**
   * Applications in the clients' security group may reach the endpoints to read their secret. With `false`
   * only the function and the bastion may, for applications that read the secret elsewhere. The endpoint policy allows
   * GetSecretValue, DescribeSecret, BatchGetSecretValue and ListSecrets in this account to applications; batches by filter
   * also need `secretsmanager:ListSecrets` in the application's role.
   */
  clientsReachServices: yesOrNo().default(true),
  /** An existing VPC, instead of `cidr` and `zones`. */
  vpc: vpcSection.optional(),
});

/** One zone with its subnets. A block is undefined if the network has no subnets of that kind. */
export interface PlannedZone {
  readonly name: string;
  readonly publicCidr: string | undefined;
  readonly privateCidr: string;
  readonly intraCidr: string | undefined;
}

/** A VPC that the environment creates. */
export interface OwnNetwork {
  readonly kind: "own";
  readonly cidr: string;
  readonly zones: readonly PlannedZone[];
  readonly egress: "endpoints" | "nat" | "single-nat";
  readonly publicSubnets: boolean;
  readonly intraSubnets: boolean;
  readonly networkAcl: boolean;
  readonly clientsReachServices: boolean;
}

/** An existing VPC that the environment uses. */
export interface ExistingNetwork {
  readonly kind: "existing";
  readonly egress: "endpoints" | "existing";
  readonly clientsReachServices: boolean;
  readonly vpc: z.output<typeof vpcSection>;
}

type Keys = z.input<typeof keys>;
type Needed<Key extends keyof Keys> = { [K in Key]: NonNullable<Keys[K]> };

/** What an environment file contains: its own VPC, or an existing one. */
export type NetworkInput =
  | (Omit<Keys, "cidr" | "zones" | "vpc" | "egress"> &
      Needed<"cidr" | "zones"> & { egress?: OwnNetwork["egress"] | undefined; vpc?: never })
  | (Pick<Keys, "clientsReachServices"> & Needed<"vpc"> & { egress: ExistingNetwork["egress"] });

export const networkSection = keys.superRefine(...networkCheck).transform(planned) as unknown as z.ZodType<
  OwnNetwork | ExistingNetwork,
  NetworkInput
>;

/** Computes the blocks that the file omits. The input is checked already. */
function planned(network: z.output<typeof keys>): OwnNetwork | ExistingNetwork {
  const { vpc, egress, cidr = "", zones = [], ...choices } = network;
  if (vpc !== undefined) {
    const { clientsReachServices } = choices;
    return { kind: "existing", egress: egress === "existing" ? egress : "endpoints", clientsReachServices, vpc };
  }
  const block = parseCidr(cidr);
  const plan = (kind: SubnetKind, index: number, given: string | undefined): string => {
    const found = given ?? (block && plannedCidr(block, kind, index));
    if (found === undefined)
      throw new Error(`no block for the ${kind} subnet of zone ${index}; the checks let it through`);
    return found;
  };
  return {
    kind: "own",
    cidr,
    zones: zones.map(({ name, publicCidr, privateCidr, intraCidr }, index) => ({
      name,
      publicCidr: choices.publicSubnets ? plan("public", index, publicCidr) : undefined,
      privateCidr: plan("private", index, privateCidr),
      intraCidr: choices.intraSubnets ? plan("intra", index, intraCidr) : undefined,
    })),
    egress: egress === undefined || egress === "existing" ? "endpoints" : egress,
    ...choices,
  };
}
