import fc from "fast-check";
import { SENTINELS } from "./sentinels";

/** A valid JSON document after some changes, as text. */
export interface Mutant {
  readonly text: string;
  /** The top-level members that were changed, added or taken away; none where the document is not an object any more. */
  readonly fields: readonly string[];
}

/** Stands for a list in a list in a list…, which neither this generator nor `JSON.stringify` could hold. */
const DEEP = "(deep)";
const DEEP_LEVELS = 20_000;
const HUGE_CHARACTERS = 60_000;
const INHERITED_KEYS = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"];

const sentinel = fc.constantFrom(...SENTINELS);

/** Where people put a password by mistake. */
const pasted: fc.Arbitrary<unknown> = fc.oneof(
  sentinel,
  sentinel.map((password) => ({ username: "app", password })),
  sentinel.map((password) => [password]),
  sentinel.map((password) => `mysql://app:${encodeURIComponent(password)}@db.example.internal:3306/shop`),
  sentinel.map((password) => JSON.stringify({ engine: "mysql", username: "app", password })),
  sentinel.map((password) => ({ [password]: true })),
);

/** Any UTF-16, halves of surrogate pairs too. `fc.string` with all of Unicode builds a table of it for each input. */
const utf16 = fc
  .array(fc.oneof(fc.nat(0x7f), fc.nat(0xffff)), { maxLength: 80 })
  .map((units) => String.fromCharCode(...units));

const strangeText = fc.oneof(
  utf16,
  fc.constantFrom("", " ", "\0", "a\r\nb", "\u202edrowssap", "\ud800", "'; DROP USER app; --", "NaN", "0x10", "-1"),
  fc.constant("x".repeat(HUGE_CHARACTERS)),
);

const strange: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: pasted },
  { weight: 4, arbitrary: strangeText },
  {
    weight: 3,
    arbitrary: fc.constantFrom(null, true, false, 0, -1, 1.5, 65_536, 2 ** 53 + 2, -0, [], {}, [[]], [null]),
  },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.constant(DEEP) },
);

const strangeKey = fc.oneof(
  fc.constantFrom("password", "Password", "secret", "", " ", ...INHERITED_KEYS),
  sentinel,
  strangeText.filter((key) => key.length < 200),
);

type Change = (document: Record<string, unknown>, key: string) => void;

/** What happens to one member of an object. `Reflect.defineProperty`, because assigning to `__proto__` would not make a member. */
const change: fc.Arbitrary<Change> = fc.oneof(
  strange.map(
    (value): Change =>
      (document, key) =>
        void put(document, key, value),
  ),
  fc.constant<Change>((document, key) => void delete document[key]),
  fc.tuple(strangeKey, strange).map(
    ([added, value]): Change =>
      (document) =>
        void put(document, added, value),
  ),
  strangeKey.map(
    (renamed): Change =>
      (document, key) => {
        put(document, renamed, document[key]);
        delete document[key];
      },
  ),
);

function put(document: object, key: string, value: unknown): void {
  Reflect.defineProperty(document, key, { value, enumerable: true, configurable: true, writable: true });
}

/** One to three changes of one of the documents, at its top or below; or something else in its place. */
export function mutantsOf(documents: readonly object[]): fc.Arbitrary<Mutant> {
  const changed = fc
    .tuple(
      fc.constantFrom(...documents),
      fc.array(fc.tuple(change, fc.nat(), fc.nat()), { minLength: 1, maxLength: 3 }),
    )
    .map(([document, changes]) => {
      const copy = structuredClone(document) as Record<string, unknown>;
      for (const [apply, which, below] of changes) changeAt(copy, apply, which, below);
      return { text: jsonText(copy), fields: changedFields(document, copy) };
    });
  const replaced = strange.map((value) => ({ text: jsonText(value), fields: [] }));
  return fc.oneof({ weight: 15, arbitrary: changed }, { weight: 1, arbitrary: replaced });
}

/** The same texts, and some that are not JSON: cut, glued together, or the bare password. */
export function mutantTextsOf(documents: readonly object[]): fc.Arbitrary<Mutant> {
  const mutants = mutantsOf(documents);
  const broken = fc.oneof(
    fc.tuple(mutants, fc.nat()).map(([{ text }, at]) => text.slice(0, at % (text.length + 1))),
    fc.tuple(mutants, sentinel).map(([{ text }, end]) => text + end),
    mutants.map(({ text }) => text.replace(/"(\w+)":/, '"$1":"twice","$1":')),
    strangeText,
    sentinel,
  );
  return fc.oneof(
    { weight: 4, arbitrary: mutants },
    { weight: 1, arbitrary: broken.map((text) => ({ text, fields: [] })) },
  );
}

/** Changes a member of the document, or, for every other number, of an object within it. */
function changeAt(document: Record<string, unknown>, apply: Change, which: number, below: number): void {
  const keys = Object.keys(document);
  const key = keys[which % Math.max(1, keys.length)] ?? "";
  const inner = document[key];
  if (below % 2 === 1 && typeof inner === "object" && inner !== null)
    changeAt(inner as Record<string, unknown>, apply, below, below >> 1);
  else apply(document, key);
}

function changedFields(before: object, after: object): readonly string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const text = (document: object, key: string) =>
    JSON.stringify(Object.getOwnPropertyDescriptor(document, key)?.value ?? null);
  return [...keys].filter((key) => text(before, key) !== text(after, key));
}

function jsonText(value: unknown): string {
  const text = JSON.stringify(value) ?? "null";
  return text.replaceAll(JSON.stringify(DEEP), () => "[".repeat(DEEP_LEVELS) + "]".repeat(DEEP_LEVELS));
}
