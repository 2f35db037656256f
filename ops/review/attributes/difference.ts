import { asObject } from "../../../stacks/guard-rails/json";
import { openJson } from "../model/json-text";

/** One thing that differs between the two sides of a resource. */
export type Difference =
  | { readonly path: string; readonly before: unknown; readonly after: unknown }
  | { readonly path: string; readonly removed: readonly unknown[]; readonly added: readonly unknown[] };

/** Keys that identify the objects of a list: statements of a policy, filters, parameters. */
const LIST_KEYS = ["Sid", "sid", "name", "key", "id", "region"] as const;

/**
 * What differs between two values, leaf by leaf. Texts that hold JSON (policies, inputs of functions) are opened; lists of texts are
 * compared as sets, lists of objects by their names where they have any.
 */
export function differences(before: unknown, after: unknown, path = ""): readonly Difference[] {
  const [one, other] = [opened(before), opened(after)];
  if (JSON.stringify(one) === JSON.stringify(other)) return [];
  if (isEmpty(one) && isEmpty(other)) return [];
  if (Array.isArray(one) || Array.isArray(other)) return listDifferences(asArray(one), asArray(other), path);
  if (isRecord(one) || isRecord(other)) {
    if (!isRecord(one) && !isEmpty(one)) return [{ path, before: one, after: other }];
    if (!isRecord(other) && !isEmpty(other)) return [{ path, before: one, after: other }];
    const keys = [...new Set([...Object.keys(asObject(one)), ...Object.keys(asObject(other))])];
    return keys.flatMap((key) => differences(asObject(one)[key], asObject(other)[key], joined(path, key)));
  }
  return [{ path, before: one, after: other }];
}

function listDifferences(before: readonly unknown[], after: readonly unknown[], path: string): readonly Difference[] {
  if (![...before, ...after].some((item) => typeof item === "object" && item !== null)) {
    const removed = before.filter((item) => !after.includes(item));
    const added = after.filter((item) => !before.includes(item));
    // The order of items has no meaning here: policies and privileges are sets.
    return removed.length + added.length === 0 ? [] : [{ path, removed, added }];
  }
  const key = LIST_KEYS.find((name) => isKeyOf(name, before) && isKeyOf(name, after));
  if (key === undefined) {
    const length = Math.max(before.length, after.length);
    const isOne = length === 1;
    return Array.from({ length }, (_, index) =>
      differences(before[index], after[index], isOne ? path : `${path}[${index}]`),
    ).flat();
  }
  const named = (items: readonly unknown[]) => new Map(items.map((item) => [String(asObject(item)[key]), item]));
  const [one, other] = [named(before), named(after)];
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((name) =>
    differences(one.get(name), other.get(name), `${path}[${name}]`),
  );
}

function isKeyOf(key: string, items: readonly unknown[]): boolean {
  const names = items.map((item) => asObject(item)[key]);
  return names.every((name) => typeof name === "string") && new Set(names).size === names.length;
}

function opened(value: unknown): unknown {
  if (typeof value !== "string") return value;
  return openJson(value) ?? value;
}

function asArray(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isEmpty(value) ? [] : [value];
}

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The provider writes "not set" in many ways. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function joined(path: string, key: string): string {
  if (path === "") return key;
  return /^[\w-]+$/.test(key) ? `${path}.${key}` : `${path}["${key}"]`;
}
