import type { Environment } from "../../environments/schema";
import { partitionOf } from "../../stacks/shared/naming";
import type { BucketState, LifecycleRule, StateBucketPort } from "../platform/platform";
import { HARMFUL_RULE_REMEDY, harmfulRules, keepsOldVersions } from "./rules-of-others";
import { refusesPlaintext, type StateTarget, WANTED_RULES, withTlsOnly } from "./wanted-bucket";

/** Something that is not as it must be, and what corrects it; undefined where only its owner may. */
export interface BucketDifference {
  readonly what: string;
  readonly will: string;
  readonly correct: ((bucket: StateBucketPort) => Promise<void>) | undefined;
}

/** What is wrong with the bucket; everything, where there is none. */
export function bucketDifferences(
  environment: Environment,
  target: StateTarget,
  state: BucketState | undefined,
): readonly BucketDifference[] {
  const { region } = environment;
  const { stateBucket, stateKeyArn } = target;
  const arn = `arn:${partitionOf(region)}:s3:::${stateBucket}`;
  const { encryption, lifecycle = [] } = state ?? {};
  const missing = WANTED_RULES.filter((wanted) => !lifecycle.some((found) => covers(found, wanted)));
  const isEncrypted = encryption !== undefined && (stateKeyArn === undefined || encryption.keyArn === stateKeyArn);
  return [
    ...(state === undefined
      ? [
          {
            what: `there is no bucket ${stateBucket}`,
            will: `create it in ${target.stateRegion ?? region}`,
            correct: (to: StateBucketPort) => to.create(),
          },
        ]
      : []),
    ...(state?.isPrivate
      ? []
      : [
          {
            what: "public access is possible",
            will: "block it, for ACLs and policies",
            correct: (to: StateBucketPort) => to.setPrivate(),
          },
        ]),
    ...(state?.isVersioned
      ? []
      : [
          {
            what: "old versions are not kept",
            will: "turn versioning on",
            correct: (to: StateBucketPort) => to.setVersioned(),
          },
        ]),
    ...(isEncrypted
      ? []
      : [
          {
            what: stateKeyArn === undefined ? "no encryption is set" : `it is not encrypted with ${stateKeyArn}`,
            will: `encrypt with ${stateKeyArn ?? "the keys of S3 (AES256)"}`,
            correct: (to: StateBucketPort) => to.setEncryption(stateKeyArn),
          },
        ]),
    ...(refusesPlaintext(state?.policy, arn)
      ? []
      : [
          {
            what: "calls without TLS are answered",
            will: "refuse them by the bucket's policy, and keep its other statements",
            correct: (to: StateBucketPort) => to.setPolicy(withTlsOnly(state?.policy, arn)),
          },
        ]),
    ...(missing.length === 0
      ? []
      : [
          {
            what: `the lifecycle has no rule ${missing.map(({ id }) => id).join(", ")}`,
            will: "end old versions after 90 days (the ten newest stay) and saved plans after 7; other rules stay",
            correct: (to: StateBucketPort) =>
              to.setLifecycle([...lifecycle.filter(({ id }) => !isOurs(id)), ...WANTED_RULES]),
          },
        ]),
    ...harmfulRules(environment, target, lifecycle).map((what) => ({
      what,
      will: `not change another's rule; what to do: ${HARMFUL_RULE_REMEDY}`,
      correct: undefined,
    })),
  ];
}

const isOurs = (id: string): boolean => WANTED_RULES.some((rule) => rule.id === id);

/** A rule of another name that ends old versions of everything is as good, unless it ends those of the states too early. */
function covers(found: LifecycleRule, wanted: LifecycleRule): boolean {
  if (!found.isEnabled || found.prefix !== wanted.prefix) return false;
  if (wanted.expireAfterDays !== undefined && found.expireAfterDays === undefined) return false;
  if (wanted.expireAfterDays === undefined && !keepsOldVersions(found)) return false;
  return found.expireOldVersionsAfterDays !== undefined;
}
