import type { EnvironmentInput } from "../../environments";
import { isObject } from "./json-object";

/** What is to be different in an environment: keys of it, at any depth. `null` takes a key away. */
export type Overlay = { readonly [Key in keyof EnvironmentInput]?: unknown };

/**
 * An environment's input with some keys changed, as if its file had been edited: objects are merged, everything else (lists too) is
 * replaced. Nothing is checked here; the schema does that, as it does with a file.
 */
export function withOverlay(input: EnvironmentInput, overlay: Overlay): EnvironmentInput {
  return merged(input, overlay) as EnvironmentInput;
}

function merged(one: unknown, other: unknown): unknown {
  if (!isObject(one) || !isObject(other)) return other;
  const kept = Object.entries(one).filter(([key]) => !(key in other));
  const changed = Object.entries(other)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => [key, merged(one[key], value)] as const);
  return Object.fromEntries([...kept, ...changed]);
}
