import { sizedDocuments } from "./documents";
import type { GuardRail } from "./rule";

const REMEDY: Readonly<Record<string, string>> = {
  "managed policy":
    "let this role read fewer app secrets: share them among several roles, or attach policies of consumer_policy_arns",
  "policy of a secret": "name fewer deletionRoles",
};

/** No document exceeds AWS's limit: the deployment would fail in the middle, without naming the document. */
export const documentSizes: GuardRail = {
  name: "document-sizes",
  check: (environment) =>
    sizedDocuments(environment)
      .filter(({ size, max }) => size > max)
      .map(({ kind, path, size, max, unit }) => ({
        path,
        found: `${kind} with ${size} ${unit}`,
        allowed: `up to ${max} ${unit}`,
        remedy: REMEDY[kind] ?? "put some of the app secrets into another environment (docs/limits.md)",
      })),
};
