import { asList, asObject } from "../../../stacks/guard-rails/json";
import { differences } from "../attributes/difference";
import { type Action, type Attributes, type PlannedStack, type ResourceChange, SENSITIVE, UNKNOWN } from "./change";
import type { SynthesizedStack } from "./synthesized";

/**
 * Reads `terraform show -json <plan>` of one stack. What Terraform knows only after apply is filled in from the synthesized file, so
 * that a policy with the ARN of a new secret can still be read.
 * https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
export function readPlan(plan: Attributes, stack: SynthesizedStack): PlannedStack {
  return {
    kind: "planned",
    id: stack.id,
    changes: asList(plan.resource_changes).flatMap((entry) => readChange(asObject(entry), stack)),
    drift: asList(plan.resource_drift)
      .flatMap((entry) => readChange(asObject(entry), stack))
      .flatMap((change) => configuredDrift(change, stack)),
    outdatedBy: [],
    outputs: Object.entries(asObject(plan.output_changes)).flatMap(([name, change]) => {
      const { before, after, after_unknown, before_sensitive, after_sensitive, actions } = asObject(change);
      if (actionOf(actions) === "none") return [];
      const known = withoutSensitive(after, after_sensitive);
      return [{ name, before: withoutSensitive(before, before_sensitive), after: marked(known, after_unknown) }];
    }),
  };
}

function readChange(entry: Attributes, stack: SynthesizedStack): readonly ResourceChange[] {
  const { address, mode, type, name, change } = entry;
  if (mode === "data" || typeof address !== "string") return [];
  const { actions, before, after, after_unknown, before_sensitive, after_sensitive, replace_paths } = asObject(change);
  const action = actionOf(actions);
  const configured = stack.resources.get(address)?.attributes ?? {};
  const one = before === null || before === undefined ? undefined : withoutSensitive(before, before_sensitive);
  const other = after === null || after === undefined ? undefined : withoutSensitive(after, after_sensitive);
  const unknown = asObject(after_unknown);
  const completed = other === undefined ? undefined : withKnown(asObject(other), unknown, configured);
  const computed = Object.keys(unknown).filter((key) => isUnknown(unknown[key]) && !(key in configured));
  return [
    {
      stack: stack.id,
      address,
      type: String(type),
      name: String(name),
      action,
      ...(one === undefined ? {} : { before: action === "update" ? without(asObject(one), computed) : asObject(one) }),
      ...(completed === undefined ? {} : { after: completed }),
      replacedBecause: asList(replace_paths).map(pathText),
    },
  ];
}

/**
 * What of a drift concerns the configuration: a resource that is gone, or an argument that the synthesized file sets. A refresh also
 * finds values that other resources and AWS itself set (`inline_policy` of a role, `latest_restorable_time`): those are no drift.
 */
function configuredDrift(change: ResourceChange, stack: SynthesizedStack): readonly ResourceChange[] {
  if (change.action === "none") return [];
  if (change.action === "delete") return [change];
  const configured = stack.resources.get(change.address)?.attributes ?? {};
  const part = (side: Attributes = {}): Attributes =>
    Object.fromEntries(Object.entries(side).filter(([key]) => key in configured));
  const [before, after] = [part(change.before), part(change.after)];
  return differences(before, after).length === 0 ? [] : [{ ...change, before, after }];
}

/** `["create"]`, `["delete", "create"]`, … as one word; `read` of a data source changes nothing. */
export function actionOf(value: unknown): Action {
  const actions = asList(value);
  if (actions.includes("create")) return actions.includes("delete") ? "replace" : "create";
  return (["update", "delete", "forget"] as const).find((one) => actions.includes(one)) ?? "none";
}

function withKnown(after: Attributes, unknown: Attributes, configured: Attributes): Attributes {
  const filled = Object.entries(unknown).flatMap(([key, mark]) => {
    if (!isUnknown(mark)) return [];
    if (!(key in configured)) return mark === true ? [] : [[key, marked(after[key], mark)] as const];
    return [[key, mark === true ? configured[key] : marked(after[key], mark)] as const];
  });
  return { ...after, ...Object.fromEntries(filled) };
}

/** A value with {@link UNKNOWN} where the plan says that only apply can know. */
function marked(value: unknown, mark: unknown): unknown {
  if (mark === true) return UNKNOWN;
  if (Array.isArray(mark)) return mark.map((one, index) => marked(asList(value)[index], one));
  if (typeof mark !== "object" || mark === null) return value;
  const marks = Object.entries(mark).map(([key, one]) => [key, marked(asObject(value)[key], one)]);
  return { ...asObject(value), ...Object.fromEntries(marks) };
}

/** A value without what the provider or a variable marks as sensitive. */
function withoutSensitive(value: unknown, mark: unknown): unknown {
  if (mark === true) return value === null || value === undefined ? value : SENSITIVE;
  if (Array.isArray(value)) return value.map((one, index) => withoutSensitive(one, asList(mark)[index]));
  if (typeof value !== "object" || value === null) return value;
  const marks = asObject(mark);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutSensitive(one, marks[key])]));
}

/** Whether a mark of `after_unknown` says of any part of a value that only apply can know it. */
export function isUnknown(mark: unknown): boolean {
  if (typeof mark !== "object" || mark === null) return mark === true;
  return Object.values(mark).some(isUnknown);
}

function without(attributes: Attributes, keys: readonly string[]): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => !keys.includes(key)));
}

function pathText(path: unknown): string {
  return asList(path)
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${String(step)}`))
    .join("");
}
