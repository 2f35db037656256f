/**
 * What the service remembers. Plain data without behaviour: dates are milliseconds since the epoch, binary values are
 * base64, so that it can be written to a file as it is.
 */
export interface State {
  /** Keyed by name: a name is taken for as long as its secret exists, recovery window included. */
  readonly secrets: Map<string, Secret>;
  /** By Region, what is in others than the service's own, each keyed by name. Replicas are not in it: their primary secrets know them. */
  elsewhere?: Map<string, Map<string, Secret>>;
}

export interface Secret {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: number;
  changedAt: number;
  accessedAt: number | undefined;
  description: string | undefined;
  kmsKeyId: string | undefined;
  /** Undefined until the first tag: afterwards an empty list is still reported as one. */
  tags: Tag[] | undefined;
  policy: string | undefined;
  /** The service that made the secret and rotates it: `rds`. Undefined for a secret of a user. */
  readonly owningService?: string | undefined;
  /** In order of their addition. Undefined until the first replica. */
  replicas?: readonly Replica[] | undefined;
  /** Only of a replica, in its own Region: where the secret is that it follows. */
  readonly primaryRegion?: string;
  /** End of the recovery window; undefined for a secret that is not being deleted. */
  deletionAt: number | undefined;
  /** When AWSCURRENT last moved: a manual update counts as a rotation for the schedule. */
  currentSince: number | undefined;
  rotation: RotationConfiguration | undefined;
  /** Keyed by version id, in order of creation. */
  readonly versions: Map<string, SecretVersion>;
}

export interface SecretVersion {
  readonly id: string;
  readonly createdAt: number;
  /** Undefined for the empty version that RotateSecret makes. Written once, never changed. */
  value: SecretValue | undefined;
  /** Staging labels, sorted. Empty: the version is deprecated. */
  labels: readonly string[];
  accessedAt: number | undefined;
}

export type SecretValue =
  | { readonly kind: "string"; readonly text: string }
  | { readonly kind: "binary"; readonly base64: string };

/** A copy in another Region, as far as the primary secret knows it. */
export interface Replica {
  readonly region: string;
  /** Undefined: the managed key of that Region. */
  readonly kmsKeyId: string | undefined;
  /** Its name was taken in that Region. */
  readonly isFailed?: true;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** Survives CancelRotateSecret with `enabled: false`: DescribeSecret still shows the previous schedule and function. */
export interface RotationConfiguration {
  enabled: boolean;
  functionArn: string;
  rules: RotationRules | undefined;
  configuredAt: number;
  lastRotatedAt: number | undefined;
}

/** One of the two schedules, never both. `duration` is the length of the window: `2h`. */
export type RotationRules =
  | { readonly automaticallyAfterDays: number; readonly duration?: string }
  | { readonly scheduleExpression: string; readonly duration?: string };

export const AWSCURRENT = "AWSCURRENT";
export const AWSPENDING = "AWSPENDING";
export const AWSPREVIOUS = "AWSPREVIOUS";

export const DAY_MS = 24 * 60 * 60 * 1000;
export const HOUR_MS = 60 * 60 * 1000;
