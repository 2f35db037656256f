import { shown } from "./json";
import { statementsOf } from "./policies";
import type { GuardRail } from "./rule";

/** Context keys that tie "everybody" to accounts that one knows. */
const BINDING_KEYS: readonly string[] = [
  "aws:principalaccount",
  "aws:principalorgid",
  "aws:sourceaccount",
  "aws:sourceowner",
  "kms:calleraccount",
];

/** Nobody but the environment's own account, or a service, is let in by a policy of a resource. */
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
