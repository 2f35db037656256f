import type { S3Client, LifecycleRule as S3Rule } from "@aws-sdk/client-s3";
import type { Environment } from "../../environments/schema";
import { awsCall } from "../aws/aws-errors";
import { clientOptions, type Target } from "../aws/target";
import { OpsError } from "../error";
import type { BucketState, LifecycleRule, StateBucketPort } from "./platform";

type Sdk = typeof import("@aws-sdk/client-s3");

/** The environment's state bucket; the SDK client is loaded with the first call. */
export function stateBucket({ target, accountId, region }: Environment, to: Target): StateBucketPort {
  const { stateBucket: Bucket = "", stateRegion } = target.kind === "aws" ? target : {};
  const location = stateRegion ?? region;
  const owned = { Bucket, ExpectedBucketOwner: accountId };
  const call = <T>(operation: string, send: (sdk: Sdk, client: S3Client) => Promise<T>): Promise<T> =>
    awsCall(`s3:${operation}`, async () => {
      const sdk = await import("@aws-sdk/client-s3");
      const options = { ...clientOptions(to), region: location, forcePathStyle: to.isLocal };
      const client = new sdk.S3Client(options);
      try {
        return await send(sdk, client);
      } finally {
        client.destroy();
      }
    });
  return {
    read: () => call("GetBucket*", (sdk, client) => readBucket(sdk, client, owned)),
    async create() {
      await call("CreateBucket", (sdk, client) =>
        client.send(
          new sdk.CreateBucketCommand({
            Bucket,
            // The one region that must not be named.
            ...(location === "us-east-1"
              ? {}
              : { CreateBucketConfiguration: { LocationConstraint: location as never } }),
          }),
        ),
      );
    },
    async setVersioned() {
      await call("PutBucketVersioning", (sdk, client) =>
        client.send(new sdk.PutBucketVersioningCommand({ ...owned, VersioningConfiguration: { Status: "Enabled" } })),
      );
    },
    async setEncryption(keyArn) {
      const byKey = { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID: keyArn };
      const rule = {
        ApplyServerSideEncryptionByDefault: keyArn === undefined ? { SSEAlgorithm: "AES256" as const } : byKey,
      };
      await call("PutBucketEncryption", (sdk, client) =>
        client.send(
          new sdk.PutBucketEncryptionCommand({
            ...owned,
            ServerSideEncryptionConfiguration: { Rules: [{ ...rule, BucketKeyEnabled: keyArn !== undefined }] },
          }),
        ),
      );
    },
    async setPrivate() {
      await call("PutPublicAccessBlock", (sdk, client) =>
        client.send(
          new sdk.PutPublicAccessBlockCommand({
            ...owned,
            PublicAccessBlockConfiguration: {
              BlockPublicAcls: true,
              BlockPublicPolicy: true,
              IgnorePublicAcls: true,
              RestrictPublicBuckets: true,
            },
          }),
        ),
      );
    },
    async setPolicy(policy) {
      await call("PutBucketPolicy", (sdk, client) =>
        client.send(new sdk.PutBucketPolicyCommand({ ...owned, Policy: JSON.stringify(policy) })),
      );
    },
    async setLifecycle(rules) {
      await call("PutBucketLifecycleConfiguration", (sdk, client) =>
        client.send(
          new sdk.PutBucketLifecycleConfigurationCommand({
            ...owned,
            LifecycleConfiguration: { Rules: rules.map(toS3) },
          }),
        ),
      );
    },
  };
}

async function readBucket(
  sdk: Sdk,
  client: S3Client,
  owned: { readonly Bucket: string; readonly ExpectedBucketOwner: string },
): Promise<BucketState | undefined> {
  const versioning = await firstAnswer(owned.Bucket, client.send(new sdk.GetBucketVersioningCommand(owned)));
  if (versioning === undefined) return undefined;
  const encryption = await unlessMissing(client.send(new sdk.GetBucketEncryptionCommand(owned)));
  const block = await unlessMissing(client.send(new sdk.GetPublicAccessBlockCommand(owned)));
  const policy = await unlessMissing(client.send(new sdk.GetBucketPolicyCommand(owned)));
  const lifecycle = await unlessMissing(client.send(new sdk.GetBucketLifecycleConfigurationCommand(owned)));
  const byDefault = encryption?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
  const { BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets } =
    block?.PublicAccessBlockConfiguration ?? {};
  return {
    isVersioned: versioning.Status === "Enabled",
    encryption:
      byDefault === undefined
        ? undefined
        : { algorithm: String(byDefault.SSEAlgorithm), keyArn: byDefault.KMSMasterKeyID },
    isPrivate: [BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets].every(Boolean),
    policy: policy?.Policy === undefined ? undefined : JSON.parse(policy.Policy),
    lifecycle: (lifecycle?.Rules ?? []).map(fromS3),
  };
}

/** Undefined where there is no bucket. HeadBucket would answer without saying why. */
async function firstAnswer<T>(bucket: string, answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    if (name === "NoSuchBucket") return undefined;
    if (!/AccessDenied|Forbidden/.test(name)) throw error;
    throw new OpsError(
      "refused",
      {
        problem: `the bucket ${bucket} cannot be used`,
        found: "another account owns it, or this role may not see it",
        remedy: "write another name in target.stateBucket, or use a role that may see it; nothing was changed",
      },
      { cause: error },
    );
  }
}

/** S3 answers 404 for a part of a bucket that was never set. */
async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && /^NoSuch|NotFoundError$|NotFound$/.test(error.name)) return undefined;
    throw error;
  }
}

/** What the other fields say is not known here: the original goes back to S3 with the rule. */
type KnownRule = LifecycleRule & { readonly original?: S3Rule };

function fromS3(rule: S3Rule): KnownRule {
  const { Expiration, NoncurrentVersionExpiration: old, AbortIncompleteMultipartUpload: abort } = rule;
  return {
    original: rule,
    id: rule.ID ?? "",
    isEnabled: rule.Status === "Enabled",
    prefix:
      rule.Filter?.Prefix ??
      rule.Prefix ??
      (rule.Filter?.And === undefined && rule.Filter?.Tag === undefined ? "" : "?"),
    ...(Expiration?.Days === undefined ? {} : { expireAfterDays: Expiration.Days }),
    ...(old?.NoncurrentDays === undefined ? {} : { expireOldVersionsAfterDays: old.NoncurrentDays }),
    ...(old?.NewerNoncurrentVersions === undefined ? {} : { keepOldVersions: old.NewerNoncurrentVersions }),
    ...(abort?.DaysAfterInitiation === undefined ? {} : { abortUploadsAfterDays: abort.DaysAfterInitiation }),
  };
}

function toS3(rule: KnownRule): S3Rule {
  if (rule.original !== undefined) return rule.original;
  const { expireAfterDays, expireOldVersionsAfterDays, keepOldVersions, abortUploadsAfterDays } = rule;
  return {
    ID: rule.id,
    Status: rule.isEnabled ? "Enabled" : "Disabled",
    Filter: { Prefix: rule.prefix },
    ...(expireAfterDays === undefined ? {} : { Expiration: { Days: expireAfterDays } }),
    ...(expireOldVersionsAfterDays === undefined
      ? {}
      : {
          NoncurrentVersionExpiration: {
            NoncurrentDays: expireOldVersionsAfterDays,
            ...(keepOldVersions === undefined ? {} : { NewerNoncurrentVersions: keepOldVersions }),
          },
        }),
    ...(abortUploadsAfterDays === undefined
      ? {}
      : { AbortIncompleteMultipartUpload: { DaysAfterInitiation: abortUploadsAfterDays } }),
  };
}
