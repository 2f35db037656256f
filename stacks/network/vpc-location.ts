/** A VPC as the rest of the environment sees it, whoever made it. Ids may be attribute tokens. */
export interface VpcLocation {
  readonly vpcId: string;
  /** Subnets with a route to the internet; may be empty. */
  readonly publicIds: readonly string[];
  /** Subnets of the function and the endpoints, each in another zone. */
  readonly privateIds: readonly string[];
  /** Subnets of the database: the private ones, or subnets without any route out. */
  readonly databaseIds: readonly string[];
  /** The security group that every VPC is born with. It outlives everything else in the VPC. */
  readonly defaultGroupId: string;
  /** Public addresses of NAT gateways that were made. */
  readonly natAddresses: readonly string[];
  /** The route table of the first subnet of a kind, when it is the environment's own to add a route to. */
  readonly routeTableOf: (kind: "public" | "private") => string | undefined;
}
