/** Operator, key, value: `{ StringEquals: { "aws:ResourceTag/stack": "dev-network" } }`. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Some actions on some resources. */
export interface Permission {
  /** What it is for: becomes the Sid. */
  readonly what: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: Condition;
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[] | string;
  readonly Condition?: Condition;
}

export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

/** A managed policy has at most so many characters, not counting white space. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const MAX_POLICY_CHARACTERS = 6144;

/** Permissions for the same resources under the same condition become one statement; documents that are too long for a managed policy become several. */
export function policyDocuments(permissions: readonly Permission[]): readonly PolicyDocument[] {
  const statements = new Map<string, Permission>();
  for (const permission of permissions) {
    const key = JSON.stringify([[...permission.resources].sort(), permission.condition ?? null]);
    const { what = permission.what, actions = [] } = statements.get(key) ?? {};
    statements.set(key, { ...permission, what, actions: [...actions, ...permission.actions] });
  }
  return split(withSids([...statements.values()]));
}

function withSids(permissions: readonly Permission[]): readonly PolicyStatement[] {
  const taken = new Map<string, number>();
  return permissions.map(({ what, actions, resources, condition }): PolicyStatement => {
    const count = (taken.get(what) ?? 0) + 1;
    taken.set(what, count);
    const unique = [...new Set(resources)];
    return {
      Sid: count === 1 ? what : `${what}${count}`,
      Effect: "Allow",
      Action: [...new Set(actions)].sort(),
      Resource: unique.length === 1 ? (unique[0] ?? []) : unique,
      ...(condition === undefined ? {} : { Condition: condition }),
    };
  });
}

function split(statements: readonly PolicyStatement[]): readonly PolicyDocument[] {
  const documents: PolicyStatement[][] = [];
  for (const statement of statements.flatMap(halved)) {
    const last = documents.at(-1);
    if (last === undefined || charactersOf(document([...last, statement])) > MAX_POLICY_CHARACTERS) {
      documents.push([statement]);
    } else {
      last.push(statement);
    }
  }
  return documents.map(document);
}

/** A statement about very many resources does not fit by itself. */
function halved(statement: PolicyStatement): readonly PolicyStatement[] {
  const { Sid, Resource } = statement;
  if (!Array.isArray(Resource) || charactersOf(document([statement])) <= MAX_POLICY_CHARACTERS) return [statement];
  const middle = Math.ceil(Resource.length / 2);
  return [
    ...halved({ ...statement, Sid: `${Sid}A`, Resource: Resource.slice(0, middle) }),
    ...halved({ ...statement, Sid: `${Sid}B`, Resource: Resource.slice(middle) }),
  ];
}

const document = (Statement: readonly PolicyStatement[]): PolicyDocument => ({ Version: "2012-10-17", Statement });

/** As IAM counts. */
export function charactersOf(policy: PolicyDocument): number {
  return JSON.stringify(policy).length;
}
