/** A value of synthesized JSON, read as an object; anything else is an empty one. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** A value read as a list: what is no list is a list of one, and nothing is an empty one. Terraform takes a block either way. */
export function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

/** Every text in a value, with the names of the keys that lead to it. Metadata of the framework (`//`) is left out. */
export function* textsIn(value: unknown, keys: readonly string[] = []): Generator<TextAt> {
  if (typeof value === "string") yield { keys, text: value };
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (key !== "//") yield* textsIn(child, Array.isArray(value) ? keys : [...keys, key]);
  }
}

/** A text and its path, without the positions in lists. */
export interface TextAt {
  readonly keys: readonly string[];
  readonly text: string;
}

/** The value, in few characters; never a whole object. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object") return "an object";
  const json = JSON.stringify(value);
  return json.length > 80 ? `${json.slice(0, 80)}…` : json;
}
