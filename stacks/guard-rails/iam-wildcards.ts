import type { ModelResource } from "./environment-model";
import { shown } from "./json";
import { type Statement, statementsOf, unreadablePolicies } from "./policies";
import type { Finding, GuardRail } from "./rule";

/** Policies that are attached to one resource: there the resource "*" is that one. */
const RESOURCE_POLICIES: readonly string[] = [
  "aws_kms_key",
  "aws_kms_replica_key",
  "aws_secretsmanager_secret_policy",
  "aws_sns_topic_policy",
];

const REMEDY = "name the actions and resources, or write wildcardReason beside the statement";

/**
 * An allowed action or resource with a wildcard carries a written reason: `wildcardReason` of the statement. A policy that cannot
 * be read here is refused too, and so is a reason without a wildcard, which would excuse the next one unread.
 */
export const iamWildcards: GuardRail = {
  name: "iam-wildcards",
  check: ({ all }) =>
    all
      .filter(({ kind }) => kind === "resource")
      .flatMap((resource) => [
        ...statementsOf(resource).flatMap((statement) => findings(resource, statement)),
        ...unreadablePolicies(resource).map((argument) => ({
          path: resource.path,
          found: `${argument}, whose statements stand somewhere else`,
          allowed: "a policy made by policyDocument() or trustPolicy()",
          remedy: "write the policy here, so that this rule and a reviewer can read it",
        })),
      ]),
};

function findings(resource: ModelResource, statement: Statement): readonly Finding[] {
  const { sid, isAllowing, actions, negations } = statement;
  const wild = [...actions, ...namedResources(resource, statement)].filter(hasWildcard);
  const at = { path: resource.path };
  if (!isAllowing) return [];
  if (negations.length > 0) {
    const allowed = "Action, Resource and Principal";
    return [
      { ...at, found: `${negations.join(", ")} in ${shown(sid)}, which allows all else`, allowed, remedy: REMEDY },
    ];
  }
  const reason = resource.wildcardReasons[sid];
  if (wild.length > 0 && reason === undefined) {
    const found = `${wild.map(shown).join(", ")} in ${shown(sid)} without a reason`;
    return [{ ...at, found, allowed: "no wildcard, or one with a written reason", remedy: REMEDY }];
  }
  if (wild.length === 0 && reason !== undefined) {
    const found = `a reason for wildcards in ${shown(sid)}, which has none`;
    return [{ ...at, found, allowed: "reasons where they are needed", remedy: "remove wildcardReason" }];
  }
  return [];
}

function namedResources({ type }: ModelResource, { resources }: Statement): readonly string[] {
  return RESOURCE_POLICIES.includes(type) ? resources.filter((resource) => resource !== "*") : resources;
}

/** An expression is one whole name, whatever stands in it. */
function hasWildcard(name: string): boolean {
  return /[*?]/.test(name.replace(/\$\{[^}]*\}/g, ""));
}
