import type { Environment } from "../../environments/schema";
import type { LifecycleRule } from "../platform/platform";

/** Where the states of an environment of AWS are. */
export type StateTarget = Extract<Environment["target"], { readonly kind: "aws" }>;

/** Old versions of a state: what one restores when a deployment has damaged it. The ten newest stay however old they are. */
export const KEEP_OLD_VERSIONS = 10;
const OLD_VERSIONS_DAYS = 90;

/** Saved plans hold what the state holds, and are used within a day. */
const PLANS_DAYS = 7;

export const WANTED_RULES: readonly LifecycleRule[] = [
  {
    id: "old-versions",
    isEnabled: true,
    prefix: "",
    expireOldVersionsAfterDays: OLD_VERSIONS_DAYS,
    keepOldVersions: KEEP_OLD_VERSIONS,
    abortUploadsAfterDays: 7,
  },
  { id: "saved-plans", isEnabled: true, prefix: "plans/", expireAfterDays: PLANS_DAYS, expireOldVersionsAfterDays: 1 },
];

const TLS_ONLY = "OnlyTls";

export interface BucketPolicy {
  readonly Version: string;
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
}

/** The statement that refuses every call without TLS. https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html */
export function tlsOnly(bucketArn: string): Readonly<Record<string, unknown>> {
  return {
    Sid: TLS_ONLY,
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/** The bucket's policy with that statement; what else it says stays. */
export function withTlsOnly(policy: unknown, bucketArn: string): BucketPolicy {
  const found = (policy ?? {}) as Partial<BucketPolicy>;
  const others = [found.Statement ?? []].flat().filter(({ Sid }) => Sid !== TLS_ONLY);
  return { Version: "2012-10-17", Statement: [...others, tlsOnly(bucketArn)] };
}

/** Whether any statement refuses every call without TLS, under whatever name: one that has another condition as well refuses only some. */
export function refusesPlaintext(policy: unknown, bucketArn: string): boolean {
  const { Statement: statements = [] } = (policy ?? {}) as Partial<BucketPolicy>;
  return [statements].flat().some(({ Effect, Principal, Action, Resource, Condition = {} }) => {
    const everybody = Principal === "*" || (Principal as { readonly AWS?: unknown } | undefined)?.AWS === "*";
    const everything = [Action].flat().some((one) => one === "s3:*" || one === "*");
    const resources = [Resource].flat();
    const everywhere = resources.includes("*") || [bucketArn, `${bucketArn}/*`].every((arn) => resources.includes(arn));
    const plaintext = /^\{"Bool":\{"aws:SecureTransport":"?false"?\}\}$/.test(JSON.stringify(Condition));
    return Effect === "Deny" && everybody && everything && everywhere && plaintext;
  });
}
