import type { Attributes, PlannedStack, ResourceChange, Review } from "../../../ops/review/model/change";
import { AT } from "./recorded-review";

/** A change of one resource. Without `before` it is created, without `after` destroyed. */
export function changeOf(
  type: string,
  name: string,
  sides: { readonly before?: Attributes; readonly after?: Attributes; readonly replacedBecause?: readonly string[] },
): ResourceChange {
  const { before, after, replacedBecause = [] } = sides;
  const action = before === undefined ? "create" : after === undefined ? "delete" : "update";
  return {
    stack: "prod-stack",
    address: `${type}.${name}`,
    type,
    name,
    action: replacedBecause.length > 0 ? "replace" : action,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    replacedBecause,
  };
}

/** A review of one stack that exists already. */
export function reviewOf(changes: readonly ResourceChange[], stack: Partial<PlannedStack> = {}): Review {
  const unchanged: ResourceChange = { ...changeOf("aws_vpc", "vpc", { before: {}, after: {} }), action: "none" };
  return {
    environment: "prod",
    basis: "plan",
    stacks: [
      {
        kind: "planned",
        id: "prod-stack",
        changes: [unchanged, ...changes],
        drift: [],
        outputs: [],
        outdatedBy: [],
        ...stack,
      },
    ],
    at: AT,
  };
}
