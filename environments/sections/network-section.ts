import type { z } from "zod";
import { checkNetwork, isReadableNetwork } from "../checks/network-checks";
import { parseCidr } from "../values/cidr";
import { plannedCidr, type SubnetKind } from "../values/cidr-plan";
import { oneOf, section, yesOrNo } from "../values/rules";
import { vpcSection } from "./vpc-section";
import { cidrSchema, zonesSection } from "./zones-section";

const keys = section({
  /** The addresses of the VPC: private ones, /16 to /28. */
  cidr: cidrSchema.optional(),
  /**
   * 2 or 3 zones. Each is `{ name }` and may say `publicCidr`, `privateCidr` and `intraCidr`. Without them the VPC is cut in
   * sixteen: parts 1 to 3 are public, 5 to 7 private, 9 to 11 intra, and nothing moves when a zone is added at the end.
   */
  zones: zonesSection.optional(),
  /**
   * How the private subnets reach AWS services. `endpoints`: interface endpoints in every zone, and no route to the internet at all
   * (about 7 USD a month for each of two services in each zone; the bastion mode ssm adds three services). `nat`: no endpoints, but a NAT
   * gateway in every zone (about 33 USD a month each, and 0.045 USD a GB); `single-nat`: one for all, whose zone takes the others
   * down with it. `existing`: an existing VPC has its own way. Without the key it is `endpoints`; with an existing VPC it is always written, because
   * endpoints with private DNS concern everything in it.
   */
  egress: oneOf(["endpoints", "nat", "single-nat", "existing"], "choose one of these").optional(),
  /** Public subnets and an internet gateway. `false` is possible with `egress: "endpoints"` and any bastion but ssh. */
  publicSubnets: yesOrNo().default(true),
  /** Subnets without any route out, for the database alone. To be decided before the database is made: RDS does not move one. */
  intraSubnets: yesOrNo().default(false),
  /** A second fence around private and intra subnets: a network ACL that lets them talk within the VPC only. */
  networkAcl: yesOrNo().default(false),
  /**
   * Applications that carry the clients' security group may ask AWS services too, as the function does: to read their secret. `false`
   * leaves that to the function and the bastion, for applications that read it elsewhere. Through the endpoints of this environment
   * GetSecretValue, DescribeSecret, BatchGetSecretValue and ListSecrets of the own account pass, and no other reading of secrets; batches by filters
   * need `secretsmanager:ListSecrets` in the application's own role.
   */
  clientsReachServices: yesOrNo().default(true),
  /** An existing VPC, instead of `cidr` and `zones`. */
  vpc: vpcSection.optional(),
});

/** One zone with its subnets. A block is undefined when the network has no subnets of that kind. */
export interface PlannedZone {
  readonly name: string;
  readonly publicCidr: string | undefined;
  readonly privateCidr: string;
  readonly intraCidr: string | undefined;
}

/** A VPC that the environment makes. */
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

/** A VPC that the environment is put into. */
export interface ExistingNetwork {
  readonly kind: "existing";
  readonly egress: "endpoints" | "existing";
  readonly clientsReachServices: boolean;
  readonly vpc: z.output<typeof vpcSection>;
}

type Keys = z.input<typeof keys>;
type Needed<Key extends keyof Keys> = { [K in Key]: NonNullable<Keys[K]> };

/** What an environment file writes: a VPC of its own, or an existing one. */
export type NetworkInput =
  | (Omit<Keys, "cidr" | "zones" | "vpc" | "egress"> &
      Needed<"cidr" | "zones"> & { egress?: OwnNetwork["egress"] | undefined; vpc?: never })
  | (Pick<Keys, "clientsReachServices"> & Needed<"vpc"> & { egress: ExistingNetwork["egress"] });

export const networkSection = keys
  .superRefine(checkNetwork, { when: ({ value }) => isReadableNetwork(value) })
  .transform(planned) as unknown as z.ZodType<OwnNetwork | ExistingNetwork, NetworkInput>;

/** Fills in the blocks that the file leaves out. Everything is checked by then. */
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
