import type { Action, Attributes, PlannedStack, ResourceChange } from "./change";
import { forcesReplacement } from "./replacement";
import type { SynthesizedStack } from "./synthesized";

/**
 * What two synthesized versions of a stack configure otherwise, in the form of a plan. Without a state there is no drift and no
 * computed value; whether an update becomes a replacement comes from {@link forcesReplacement}.
 */
export function compareStacks(
  id: string,
  base: SynthesizedStack | undefined,
  head: SynthesizedStack | undefined,
): PlannedStack {
  const addresses = [...new Set([...(base?.resources.keys() ?? []), ...(head?.resources.keys() ?? [])])].sort();
  const names = [...new Set([...Object.keys(base?.outputs ?? {}), ...Object.keys(head?.outputs ?? {})])].sort();
  return {
    kind: "planned",
    id,
    changes: addresses.map((address) => compared(id, address, base, head)),
    drift: [],
    ...(isSame(base?.defaultTags, head?.defaultTags) || base === undefined || head === undefined
      ? {}
      : { defaultTags: { before: base.defaultTags, after: head.defaultTags } }),
    outdatedBy: [],
    outputs: names.flatMap((name) => {
      const [before, after] = [base?.outputs[name], head?.outputs[name]];
      return isSame(before, after) ? [] : [{ name, before, after }];
    }),
  };
}

function compared(
  stack: string,
  address: string,
  base: SynthesizedStack | undefined,
  head: SynthesizedStack | undefined,
): ResourceChange {
  const [one, other] = [base?.resources.get(address), head?.resources.get(address)];
  const { type = "", name = "", ignored = [] } = other ?? one ?? {};
  const after = other?.attributes;
  const kept = Object.fromEntries(
    ignored.flatMap((key) => (after !== undefined && key in after ? [[key, after[key]]] : [])),
  );
  const before = one === undefined ? undefined : { ...one.attributes, ...kept };
  const replacedBecause =
    before === undefined || after === undefined
      ? []
      : Object.keys({ ...before, ...after }).filter(
          (key) => !isSame(before[key], after[key]) && forcesReplacement(type, key, after),
        );
  return {
    stack,
    address,
    type,
    name,
    action: actionOf(before, after, replacedBecause),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    replacedBecause,
  };
}

function actionOf(before: Attributes | undefined, after: Attributes | undefined, replaced: readonly string[]): Action {
  if (before === undefined) return "create";
  if (after === undefined) return "delete";
  if (replaced.length > 0) return "replace";
  return isSame(before, after) ? "none" : "update";
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
