import { shown } from "./json";
import { statementsOf } from "./policies";
import type { GuardRail } from "./rule";

/** Context keys that limit "everybody" to known accounts. */
const BINDING_KEYS: readonly string[] = [
  "aws:principalaccount",
  "aws:principalorgid",
  "aws:sourceaccount",
  "aws:sourceowner",
  "kms:calleraccount",
];

/** A resource's policy allows access only to the environment's own account, or to a service. */
export const publicPrincipals: GuardRail = {
  name: "public-principals",
  check: ({ all }) =>
    all.flatMap((resource) =>
      statementsOf(resource)
        .filter(({ isAllowing, principals }) => isAllowing && principals.includes("*"))
        .filter(({ conditionKeys }) => !conditionKeys.some((key) => BINDING_KEYS.includes(key)))
        .map(({ sid }) => ({
          path: resource.path,
          found: `the principal "*" in ${shown(sid)} without a condition on its account`,
          allowed: `"*" with a condition on one of ${BINDING_KEYS.join(", ")}`,
          remedy: "name the principals or add the condition",
        })),
    ),
};
