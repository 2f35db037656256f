import type { z } from "zod";
import type { Docstrings } from "./docstrings";

/** One key of an environment file, as the schema has it. */
export interface KeyReference {
  /** Dotted; `[]` stands for the elements of a list: `network.zones[].name`. */
  readonly path: string;
  /** In a word or two: `text`, `number`, `list of section`. */
  readonly type: string;
  /** The value that leaving it out means; `required` or `optional` (nothing is chosen then). */
  readonly byDefault: { readonly value: unknown } | "required" | "optional";
  /** What may be written, in the words of the error that anything else gets. */
  readonly allowed: string | undefined;
  readonly meaning: string | undefined;
  /** True for keys that hold other keys, which follow. */
  readonly isSection: boolean;
  /** Every value that is allowed, where they can be listed; weaker ones with a reason. */
  readonly choices: readonly unknown[];
  /** The choice that the key needs beside it, where it is not always allowed: `mode: "ssh"`. */
  readonly onlyWith: string | undefined;
}

/** The parts of a zod schema that are read here. zod documents `def` as the place where a schema says what it is. */
interface SchemaDef {
  readonly type: string;
  readonly innerType?: Schema;
  readonly in?: Schema;
  readonly out?: Schema;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly element?: Schema;
  readonly options?: readonly Schema[];
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly defaultValue?: unknown;
}
type Schema = z.ZodType & { readonly def: SchemaDef };
type Shape = Readonly<Record<string, Schema>>;

/** Every key of a schema, sections before what is in them. Keys of alternatives are listed once, with what they go with. */
export function schemaKeys(schema: z.ZodType, docstrings: Docstrings, prefix = ""): readonly KeyReference[] {
  const shapes = objectsIn(schema as Schema);
  const merged = new Map<string, KeyReference>();
  for (const shape of shapes) {
    const texts = docstrings.forSection(Object.keys(shape));
    for (const [key, child] of Object.entries(shape)) {
      const path = prefix === "" ? key : `${prefix}.${key}`;
      const having = shapes.filter((other) => Object.hasOwn(other, key));
      const inside = schemaKeys(child, docstrings, isList(child) ? `${path}[]` : path);
      for (const each of [ownReference(path, child, having, texts?.[key], inside.length > 0), ...inside]) {
        if (merged.has(each.path)) continue;
        const onlyWith = having.length < shapes.length ? (each.onlyWith ?? discriminator(having)) : each.onlyWith;
        merged.set(each.path, { ...each, onlyWith });
      }
    }
  }
  return [...merged.values()];
}

function ownReference(
  path: string,
  schema: Schema,
  having: readonly Shape[],
  meaning: string | undefined,
  isSection: boolean,
): KeyReference {
  const key = path.split(".").at(-1) ?? path;
  const literals = having.flatMap((shape) => literalsOf(shape[key]));
  const allowed = literals.length > 1 ? literals.map((value) => JSON.stringify(value)).join(", ") : allowedBy(schema);
  return {
    path,
    type: typeOf(schema),
    byDefault: defaultOf(schema),
    allowed,
    meaning,
    isSection,
    choices: literals.length > 1 ? literals : choicesOf(schema),
    onlyWith: undefined,
  };
}

/** What tells these alternatives from the others: `kind: "aws"`. Undefined where nothing but the keys themselves does. */
function discriminator(shapes: readonly Shape[]): string | undefined {
  const [first = {}] = shapes;
  const key = Object.keys(first).find((name) => shapes.every((shape) => literalsOf(shape[name]).length > 0));
  if (key === undefined) return undefined;
  const values = shapes.flatMap((shape) => literalsOf(shape[key]));
  return `${key}: ${values.map((value) => JSON.stringify(value)).join(" or ")}`;
}

function literalsOf(schema: Schema | undefined): readonly unknown[] {
  if (schema === undefined) return [];
  const { def } = bare(schema);
  return def.type === "literal" ? (def.values ?? []) : [];
}

/** The shapes that a schema allows: several where it is a choice between sections. Reasons for weaker values are none. */
function objectsIn(schema: Schema): readonly Shape[] {
  const { def } = bare(schema);
  if (def.shape !== undefined) return isWeakening(def.shape) ? [] : [def.shape];
  if (def.element !== undefined) return objectsIn(def.element);
  return (def.options ?? []).flatMap(objectsIn);
}

function isWeakening(shape: Shape): boolean {
  return Object.keys(shape).sort().join() === "reason,value";
}

/** Without defaults and transformations. */
function bare(schema: Schema): Schema {
  const { innerType, in: from } = schema.def;
  if (innerType !== undefined) return bare(innerType);
  return from === undefined ? schema : bare(from);
}

function isList(schema: Schema): boolean {
  return bare(schema).def.type === "array";
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "number",
  boolean: "true or false",
  object: "section",
  record: "texts by name",
};

function typeOf(schema: Schema): string {
  const { def } = bare(schema);
  if (def.type === "array" && def.element !== undefined) return `list of ${plural(typeOf(def.element))}`;
  if (def.type === "enum") return "text";
  if (def.type === "literal") return [...new Set((def.values ?? []).map(nameOfLiteral))].join(" or ");
  if (def.type === "union") {
    const options = (def.options ?? []).filter((option) => !isWeakening(bare(option).def.shape ?? {}));
    return [...new Set(options.map(typeOf))].join(" or ");
  }
  return TYPE_WORDS[def.type] ?? def.type;
}

function nameOfLiteral(value: unknown): string {
  if (typeof value === "boolean") return "true or false";
  return typeof value === "number" ? "number" : "text";
}

function plural(word: string): string {
  return word.replace(/^(text|section|number)\b/, "$1s");
}

function defaultOf(schema: Schema): KeyReference["byDefault"] {
  const { type, innerType, in: from, defaultValue } = schema.def;
  if (type === "default" || type === "prefault") return { value: defaultValue };
  if (type === "optional") return innerType === undefined ? "optional" : notRequired(defaultOf(innerType));
  if (from !== undefined) return defaultOf(from);
  return innerType === undefined ? "required" : defaultOf(innerType);
}

function notRequired(byDefault: KeyReference["byDefault"]): KeyReference["byDefault"] {
  return byDefault === "required" ? "optional" : byDefault;
}

const SAMPLE_REASON = "an example of a written reason";

function choicesOf(schema: Schema): readonly unknown[] {
  const { def } = bare(schema);
  if (def.type === "boolean") return [true, false];
  if (def.type === "union") return (def.options ?? []).flatMap(choicesOf);
  if (def.shape !== undefined && isWeakening(def.shape)) {
    const weaker = def.shape.value === undefined ? [] : choicesOf(def.shape.value);
    return weaker.map((value) => ({ value, reason: SAMPLE_REASON }));
  }
  return def.values ?? Object.values(def.entries ?? {});
}

/** Values that no key takes: one of the right type first, whose refusal says most. */
const WRONG_VALUES: readonly unknown[] = ["\u0000", Number.MIN_SAFE_INTEGER, Symbol("wrong")];

function allowedBy(schema: Schema): string | undefined {
  const { element } = bare(schema).def;
  const itself = refusalOf(schema);
  const each = element === undefined || objectsIn(element).length > 0 ? undefined : refusalOf(element);
  return each === undefined || each === itself ? itself : `${itself}; each of them: ${each}`;
}

function refusalOf(schema: Schema): string | undefined {
  const messages = WRONG_VALUES.flatMap((wrong) => {
    const refusal = schema.safeParse(wrong);
    return refusal.success ? [] : refusal.error.issues.slice(0, 1);
  });
  // A refusal of the type says less than one of the value.
  const [issue] = messages.sort((one, other) => Number(isOfType(one)) - Number(isOfType(other)));
  return /^allowed: (.+); what to do: /.exec(issue?.message ?? "")?.[1];
}

function isOfType({ code }: { readonly code: string }): boolean {
  return code === "invalid_type";
}
