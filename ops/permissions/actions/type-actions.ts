/**
 * What Terraform's AWS provider calls for one type of resource, as IAM names it. The recorded deployment (`npm run record-deployment`) is held against
 * these lists; what it does not show is what the provider calls for a change.
 */
export interface TypeActions {
  /** Every plan. */
  readonly read: readonly string[];
  /** Creation and change. */
  readonly write?: readonly string[];
  /** Removal, except for what {@link lose} names. */
  readonly remove?: readonly string[];
  /** Removal that loses data for good. Part of the policy to destroy only. */
  readonly lose?: readonly string[];
}
