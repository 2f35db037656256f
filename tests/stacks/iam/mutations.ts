import type { Policy, PolicyStatement } from "./deployed";

/** A policy with one thing less in it. */
export interface Mutation {
  readonly without: string;
  readonly policy: Policy;
}

/** Every policy that lacks one allowing statement, one of its actions or one of its resources. */
export function lesserPolicies(policy: Policy): readonly Mutation[] {
  return policy.Statement.flatMap((statement, index) => {
    if (statement.Effect !== "Allow") return [];
    const named = (what: string) => `${what} of ${statement.Sid ?? index}`;
    return [
      { without: named("all"), policy: withStatements(policy, index, []) },
      ...lesser(statement, "Action").map(({ left, without }) => ({
        without: named(without),
        policy: withStatements(policy, index, [left]),
      })),
      ...lesser(statement, "Resource").map(({ left, without }) => ({
        without: named(without),
        policy: withStatements(policy, index, [left]),
      })),
    ];
  });
}

/** Every policy that lacks one denying statement, or one of the actions that it denies. */
export function laxerPolicies(policy: Policy): readonly Mutation[] {
  return policy.Statement.flatMap((statement, index) => {
    if (statement.Effect !== "Deny") return [];
    const named = (what: string) => `${what} of ${statement.Sid ?? index}`;
    return [
      { without: named("all"), policy: withStatements(policy, index, []) },
      ...lesser(statement, "Action").map(({ left, without }) => ({
        without: named(without),
        policy: withStatements(policy, index, [left]),
      })),
    ];
  });
}

/** The statement without one element of a list; a list of one is the statement itself. */
function lesser(
  statement: PolicyStatement,
  key: "Action" | "Resource",
): readonly { readonly left: PolicyStatement; readonly without: string }[] {
  const found = statement[key];
  if (!Array.isArray(found) || found.length < 2) return [];
  return found.map((without: string) => ({
    left: { ...statement, [key]: found.filter((each) => each !== without) },
    without,
  }));
}

function withStatements(policy: Policy, index: number, instead: readonly PolicyStatement[]): Policy {
  return { ...policy, Statement: policy.Statement.flatMap((each, at) => (at === index ? instead : [each])) };
}
