import type { BucketState, LifecycleRule, Platform } from "../../ops/platform/platform";
import { tlsOnly, WANTED_RULES } from "../../ops/state-bucket/wanted-bucket";

/** A bucket as `bootstrap` leaves it. */
export const GOOD_BUCKET: BucketState = {
  isVersioned: true,
  encryption: { algorithm: "AES256", keyArn: undefined },
  isPrivate: true,
  policy: { Version: "2012-10-17", Statement: [tlsOnly("arn:aws:s3:::sample-terraform-state")] },
  lifecycle: WANTED_RULES,
};

/** What a fake account has; what is left out is as a new account with a good bucket has it. */
export interface FakePlatformWorld {
  readonly accountId?: string;
  readonly bucket?: BucketState | undefined;
  readonly limits?: Partial<Platform["limits"]>;
  readonly region?: Partial<Platform["region"]>;
}

export interface FakePlatform extends Platform {
  /** What was changed, in order. */
  readonly changes: readonly string[];
}

/** An account without a network behind it. Changes of the bucket take effect, so that a second look finds them. */
export function fakePlatform(world: FakePlatformWorld = {}): FakePlatform {
  const changes: string[] = [];
  let bucket = "bucket" in world ? world.bucket : GOOD_BUCKET;
  const change = async (what: string, next: Partial<BucketState>): Promise<void> => {
    changes.push(what);
    const empty = { isVersioned: false, encryption: undefined, isPrivate: false, policy: undefined, lifecycle: [] };
    bucket = { ...(bucket ?? empty), ...next };
  };
  return {
    changes,
    accountId: async () => world.accountId ?? "111122223333",
    bucket: {
      read: async () => bucket,
      create: () => change("create", {}),
      setVersioned: () => change("version", { isVersioned: true }),
      setEncryption: (keyArn) => change("encrypt", { encryption: { algorithm: "AES256", keyArn } }),
      setPrivate: () => change("private", { isPrivate: true }),
      setPolicy: (policy) => change("policy", { policy }),
      setLifecycle: (lifecycle: readonly LifecycleRule[]) => change("lifecycle", { lifecycle }),
    },
    limits: {
      lambdaConcurrency: async () => 1000,
      elasticIps: async () => ({ used: 0, quota: 5 }),
      vpcs: async () => ({ used: 1, quota: 5 }),
      managedPolicies: async () => ({ used: 20, quota: 1500 }),
      policiesOfRole: async () => ({ used: 2, quota: 10 }),
      ...world.limits,
    },
    region: {
      hasTrail: async () => true,
      hasParameter: async () => true,
      hasImage: async () => true,
      engineVersions: async () => ["8.4.3", "8.4.7"],
      offersClass: async () => true,
      privateDnsEndpoints: async () => [],
      keyPair: async () => undefined,
      ...world.region,
    },
  };
}
