/** What an account and its region offer an environment: what `bootstrap` and `doctor` ask about. Every method throws an `OpsError` and nothing else. */
export interface Platform {
  /** The account that the credentials belong to. */
  accountId(): Promise<string>;
  readonly bucket: StateBucketPort;
  readonly limits: LimitsPort;
  readonly region: RegionPort;
}

/** How the state bucket is now. */
export interface BucketState {
  readonly isVersioned: boolean;
  /** `AES256`, `aws:kms`; undefined where nothing is set. */
  readonly encryption: { readonly algorithm: string; readonly keyArn: string | undefined } | undefined;
  /** Whether all four blocks of public access are on. */
  readonly isPrivate: boolean;
  /** The bucket's policy. */
  readonly policy: unknown;
  /** The lifecycle's rules, as S3 has them. */
  readonly lifecycle: readonly LifecycleRule[];
}

export interface LifecycleRule {
  readonly id: string;
  readonly isEnabled: boolean;
  readonly prefix: string;
  readonly expireAfterDays?: number;
  readonly expireOldVersionsAfterDays?: number;
  readonly keepOldVersions?: number;
  readonly abortUploadsAfterDays?: number;
}

/** Each call names the account that must own the bucket, so that another account's bucket of this name is never used. */
export interface StateBucketPort {
  /** Undefined where there is no such bucket. Throws `refused` where another account owns it. */
  read(): Promise<BucketState | undefined>;
  create(): Promise<void>;
  setVersioned(): Promise<void>;
  setEncryption(keyArn: string | undefined): Promise<void>;
  setPrivate(): Promise<void>;
  setPolicy(policy: unknown): Promise<void>;
  /** Rules of other ids stay as they are. */
  setLifecycle(rules: readonly LifecycleRule[]): Promise<void>;
}

/** How much is used, and how much there may be. */
export interface Usage {
  readonly used: number;
  readonly quota: number;
}

export interface LimitsPort {
  /** Lambda's concurrent executions in the region. */
  lambdaConcurrency(): Promise<number>;
  elasticIps(): Promise<Usage>;
  vpcs(): Promise<Usage>;
  managedPolicies(): Promise<Usage>;
  /** Managed policies of one role; undefined where there is no such role. */
  policiesOfRole(roleName: string): Promise<Usage | undefined>;
}

export interface RegionPort {
  /** Whether a trail records the management events of the region now. */
  hasTrail(): Promise<boolean>;
  /** Whether the public parameter with the newest image exists. */
  hasParameter(name: string): Promise<boolean>;
  hasImage(imageId: string): Promise<boolean>;
  /** Versions of the engine that begin so. */
  engineVersions(engine: string, version: string): Promise<readonly string[]>;
  /** Whether RDS offers the class for the engine. */
  offersClass(engine: string, version: string, instanceClass: string): Promise<boolean>;
  /** Interface endpoints with private DNS in a VPC: service name, and the value of the tag `stack`. */
  privateDnsEndpoints(
    vpcId: string,
  ): Promise<readonly { readonly service: string; readonly stack: string | undefined }[]>;
  /** The value of the tag `stack` of a key pair; undefined where there is none of this name. */
  keyPair(name: string): Promise<{ readonly stack: string | undefined } | undefined>;
}
