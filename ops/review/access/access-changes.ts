import type { ResourceChange, Review } from "../model/change";
import { changesIn, resourcesIn } from "../model/change";
import { type Grant, grantsIn, type Policy } from "./grants";
import { type Labels, resourceLabel } from "./labels";

/** Access that one principal gains or loses, or that a denial closes or opens. */
export interface AccessChange {
  readonly change: "gains" | "loses" | "is denied" | "is no longer denied";
  readonly who: string;
  readonly what: string;
  readonly actions: readonly string[];
  readonly condition: string;
}

type Side = "before" | "after";

/**
 * Who gains or loses what, from the statements of the policies of both sides. A statement that only moves, is split or is renamed
 * changes nothing; the same access under other conditions is lost and gained. Denials are compared in the same way.
 *
 * It is a comparison of statements and no simulation: what a service control policy, a permissions boundary or a policy outside this
 * project allows or denies is not in it.
 */
export function accessChanges(review: Review, labels: { readonly [S in Side]: Labels }): readonly AccessChange[] {
  const before = keyed(grantsOf(review, "before", labels.before));
  const after = keyed(grantsOf(review, "after", labels.after));
  const gone = [...before].flatMap(([key, grant]) => (after.has(key) ? [] : [grant]));
  const come = [...after].flatMap(([key, grant]) => (before.has(key) ? [] : [grant]));
  const kinds = [
    { grants: come, effect: "Allow", change: "gains" },
    { grants: gone, effect: "Deny", change: "is no longer denied" },
    { grants: gone, effect: "Allow", change: "loses" },
    { grants: come, effect: "Deny", change: "is denied" },
  ] as const;
  return kinds.flatMap(({ grants, effect, change }) =>
    grouped(
      grants.filter((grant) => grant.effect === effect),
      change,
    ),
  );
}

function grantsOf(review: Review, side: Side, labels: Labels): readonly Grant[] {
  const policies = [
    ...resourcesIn(review, "aws_iam_role_policy").flatMap((one) => rolePolicy(one, side, labels)),
    ...resourcesIn(review, "aws_iam_policy").flatMap((one) => managedPolicy(review, one, side, labels)),
    ...resourcesIn(review, "aws_secretsmanager_secret_policy").flatMap((one) =>
      guarding(review, one, side, labels, "secret_arn"),
    ),
    ...resourcesIn(review, "aws_kms_key").flatMap((one) => guarding(review, one, side, labels)),
    ...resourcesIn(review, "aws_vpc_endpoint").flatMap((one) => endpointPolicy(one, side)),
  ];
  return [
    ...policies.flatMap((policy) => grantsIn(policy, labels)),
    ...resourcesIn(review, "aws_lambda_permission").flatMap((one) => permission(one, side, labels)),
  ];
}

function rolePolicy(one: ResourceChange, side: Side, labels: Labels): readonly Policy[] {
  const { policy, role } = one[side] ?? {};
  if (typeof policy !== "string") return [];
  const holder = labels(String(role), one.stack);
  return [{ text: policy, stack: one.stack, holder: holder.startsWith("role ") ? holder : `role ${holder}` }];
}

/** A managed policy gives to whom it is attached; this project also hands its ARN out, for roles that are made elsewhere. */
function managedPolicy(review: Review, one: ResourceChange, side: Side, labels: Labels): readonly Policy[] {
  const attributes = one[side];
  if (typeof attributes?.policy !== "string") return [];
  const label = resourceLabel(one.type, one.name, attributes);
  const roles = resourcesIn(review, "aws_iam_role_policy_attachment").flatMap((attachment) => {
    const { role, policy_arn: arn } = attachment[side] ?? {};
    const isThis = labels(String(arn), attachment.stack) === label;
    return isThis ? [`role ${labels(String(role), attachment.stack).replace(/^role /, "")}`] : [];
  });
  const text = attributes.policy;
  return [`whoever carries the ${label}`, ...roles].map((holder) => ({ text, stack: one.stack, holder }));
}

/** What goes together with what it guarded opens nothing. */
function guarding(
  review: Review,
  one: ResourceChange,
  side: Side,
  labels: Labels,
  argument?: string,
): readonly Policy[] {
  const attributes = one[side];
  if (typeof attributes?.policy !== "string") return [];
  const guarded =
    argument === undefined
      ? resourceLabel(one.type, one.name, attributes)
      : labels(String(attributes[argument]), one.stack);
  const isGone = changesIn(review, "aws_secretsmanager_secret", "aws_kms_key").some(
    (owner) => owner.action === "delete" && resourceLabel(owner.type, owner.name, owner.before ?? {}) === guarded,
  );
  if (isGone) return [];
  return [{ text: attributes.policy, stack: one.stack, guarded }];
}

function endpointPolicy(one: ResourceChange, side: Side): readonly Policy[] {
  const attributes = one[side];
  if (typeof attributes?.policy !== "string") return [];
  return [
    {
      text: attributes.policy,
      stack: one.stack,
      holder: `whoever comes through the endpoint ${one.name.replace(/^endpoint_/, "")}`,
    },
  ];
}

function permission(one: ResourceChange, side: Side, labels: Labels): readonly Grant[] {
  const attributes = one[side];
  if (attributes === undefined) return [];
  const { principal, action, function_name: name, source_account: account, source_arn: source } = attributes;
  const from = [account, source].filter((value) => typeof value === "string").join(", ");
  const label = labels(String(name), one.stack);
  return [
    {
      effect: "Allow",
      who: `the service ${String(principal)}`,
      action: String(action),
      what: label.startsWith("function ") ? label : `function ${label}`,
      condition: from === "" ? "" : `from ${from}`,
    },
  ];
}

function keyed(grants: readonly Grant[]): ReadonlyMap<string, Grant> {
  return new Map(grants.map((grant) => [Object.values(grant).join("\n"), grant]));
}

function grouped(grants: readonly Grant[], change: AccessChange["change"]): readonly AccessChange[] {
  const groups = new Map<string, Grant[]>();
  for (const grant of grants) {
    const key = [grant.who, grant.what, grant.condition].join("\n");
    groups.set(key, [...(groups.get(key) ?? []), grant]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { who, what, condition } = first;
    return [{ change, who, what, condition, actions: group.map(({ action }) => action) }];
  });
}
