/** What applying does to a resource. `none` is a resource that stays as it is: policies of unchanged resources are read, too. */
export type Action = "create" | "update" | "replace" | "delete" | "forget" | "none";

export type Attributes = Readonly<Record<string, unknown>>;

/** One resource on both sides of a change. Sensitive values have been replaced by {@link SENSITIVE} before they get here. */
export interface ResourceChange {
  /** Id of its stack: `prod-network`. */
  readonly stack: string;
  /** `aws_vpc.vpc` */
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly action: Action;
  /** Absent when the resource is created. */
  readonly before?: Attributes;
  /** Absent when the resource is destroyed. Values that are known only after apply stand as the synthesized file has them. */
  readonly after?: Attributes;
  /** Attributes that force a replacement: `username`, `ingress[0].from_port`. */
  readonly replacedBecause: readonly string[];
}

/** A stack whose change is known. */
export interface PlannedStack {
  readonly kind: "planned";
  readonly id: string;
  readonly changes: readonly ResourceChange[];
  /** What was changed outside Terraform since the last apply. */
  readonly drift: readonly ResourceChange[];
  readonly outputs: readonly OutputChange[];
  /** Upstream stacks whose outputs this plan was made with and which their own plans are about to change. */
  readonly outdatedBy: readonly string[];
  /** Tags of the provider, where two synthesized versions differ in them: every resource of the stack gets them. */
  readonly defaultTags?: { readonly before: Attributes; readonly after: Attributes };
}

/** A stack that cannot be planned before another one is deployed. */
export interface WaitingStack {
  readonly kind: "waiting";
  readonly id: string;
  /** The stack that was never deployed, or that is deployed and does not have {@link newOutputs} yet. */
  readonly upstream: string;
  /** Outputs that the upstream stack gets from what is applied next, and that this stack reads. Absent where the upstream was never deployed. */
  readonly newOutputs?: readonly string[];
  /** True when the stack itself is deployed: then `changes` is what comes and what goes, and nothing is known of what is there on both sides. */
  readonly isDeployed: boolean;
  /** From the synthesized file; all that a first deployment creates. */
  readonly changes: readonly ResourceChange[];
}

/** A stack whose plan failed. */
export interface FailedStack {
  readonly kind: "failed";
  readonly id: string;
  /** What Terraform said, in one line. */
  readonly error: string;
  readonly changes: readonly [];
}

export type StackReview = PlannedStack | WaitingStack | FailedStack;

export interface OutputChange {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Everything that a report is made from. */
export interface Review {
  readonly environment: string;
  /** `plan`: real plans against a state. `comparison`: two synthesized versions, without a state. */
  readonly basis: "plan" | "comparison";
  /** In the order in which they are deployed. */
  readonly stacks: readonly StackReview[];
  /** When the review was made: the next rotation is counted from it. */
  readonly at: Date;
}

/** Stands for a value that Terraform or the provider marks as sensitive. */
export const SENSITIVE = "(sensitive value)";

/** Stands for a value that AWS decides during apply. */
export const UNKNOWN = "(known after apply)";

/** Every resource of a review that changes, stack by stack. */
export function changesIn(review: Review, ...types: readonly string[]): readonly ResourceChange[] {
  return resourcesIn(review, ...types).filter(({ action }) => action !== "none");
}

/** Every resource of a review, unchanged ones too. */
export function resourcesIn(review: Review, ...types: readonly string[]): readonly ResourceChange[] {
  const all = review.stacks.flatMap(({ changes }) => changes);
  return types.length === 0 ? all : all.filter(({ type }) => types.includes(type));
}
