/** One statement of a policy. Attribute tokens may stand in resources and condition values. */
export interface PolicyStatement {
  /** Says what the statement is for; shown in the console and in plans. One of its kind in its policy. */
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | { readonly AWS: string | readonly string[] } | { readonly Service: string };
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  /**
   * Why an allowed action or resource has a wildcard in it: a statement that has one needs a reason, and one that has none
   * may not carry one. It is no part of the policy; the guard rail `iam-wildcards` reads it ({@link wildcardReasons}).
   */
  readonly wildcardReason?: string;
}

/** Reasons by the text of their policy, as it is before attribute tokens are replaced. */
const reasonsByPolicy = new Map<string, Readonly<Record<string, string>>>();

/** A policy as JSON. Written here and not by a data source, so that a plan needs no call and shows the policy itself. */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  const policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map(({ wildcardReason: _, ...statement }) => statement),
  });
  const reasons = statements.flatMap(({ Sid, wildcardReason }) =>
    wildcardReason === undefined ? [] : [[Sid, wildcardReason] as const],
  );
  if (reasons.length > 0) reasonsByPolicy.set(policy, Object.fromEntries(reasons));
  return policy;
}

/** The reasons that {@link policyDocument} was given for this very text, by the statement's Sid. */
export function wildcardReasons(policy: string): Readonly<Record<string, string>> {
  return reasonsByPolicy.get(policy) ?? {};
}

/** The trust policy of a role that one AWS service takes. */
export function trustPolicy(service: string, condition?: PolicyStatement["Condition"]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ServiceTakesRole",
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sts:AssumeRole",
        ...(condition === undefined ? {} : { Condition: condition }),
      },
    ],
  });
}
