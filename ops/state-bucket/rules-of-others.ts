import type { Environment } from "../../environments/schema";
import type { LifecycleRule } from "../platform/platform";
import { KEEP_OLD_VERSIONS, type StateTarget, WANTED_RULES } from "./wanted-bucket";

/** A deployment that damaged a state may be noticed after weeks. */
const MIN_OLD_VERSIONS_DAYS = 30;

/** What the owner of such a rule does. */
export const HARMFUL_RULE_REMEDY = `remove the rule, limit it to another prefix, or let it keep ${KEEP_OLD_VERSIONS} old versions or all of ${MIN_OLD_VERSIONS_DAYS} days`;

/**
 * What the lifecycle rules that are not this project's do to the states of an environment: S3 applies every rule, so that one of ours protects
 * nothing from them. Empty where they do no harm.
 */
export function harmfulRules(
  environment: Pick<Environment, "name">,
  target: StateTarget,
  lifecycle: readonly LifecycleRule[],
): readonly string[] {
  const begin = [...(target.statePrefix === undefined ? [] : [target.statePrefix]), `${environment.name}-`].join("/");
  return lifecycle
    .filter(({ id }) => !WANTED_RULES.some((wanted) => wanted.id === id))
    .filter(({ isEnabled, prefix }) => isEnabled && (begin.startsWith(prefix) || prefix.startsWith(begin)))
    .flatMap((rule) => [
      ...(rule.expireAfterDays === undefined
        ? []
        : [`the lifecycle's rule ${rule.id} ends the states themselves after ${days(rule.expireAfterDays)}`]),
      ...(keepsOldVersions(rule)
        ? []
        : [
            `the lifecycle's rule ${rule.id} ends old versions of the states after ${days(rule.expireOldVersionsAfterDays)}`,
          ]),
    ]);
}

/** Whether a rule leaves old versions for long enough, or enough of them. S3 ends a version only where both are exceeded. */
export function keepsOldVersions({ expireOldVersionsAfterDays: after, keepOldVersions = 0 }: LifecycleRule): boolean {
  return after === undefined || after >= MIN_OLD_VERSIONS_DAYS || keepOldVersions >= KEEP_OLD_VERSIONS;
}

const days = (count = 0): string => `${count} day${count === 1 ? "" : "s"}`;
