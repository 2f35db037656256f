import { z } from "zod";
import { oneOf, section, text, wholeNumber, yesOrNo } from "../../../environments/values/rules";
import { safeUnlessReason } from "../../../environments/values/weakened";
import { type KeyReference, schemaKeys } from "../../../tools/configuration-reference/schema-keys";

const NO_DOCSTRINGS = { forSection: () => undefined, aboutSection: () => undefined };

function referenceTo(schema: z.ZodType): KeyReference {
  const [found, ...more] = schemaKeys(section({ key: schema }), NO_DOCSTRINGS);
  if (found === undefined || more.length > 0) throw new Error(`expected one key, found ${1 + more.length}`);
  return found;
}

describe("a key", () => {
  test.each([
    [text(/^a$/, "the letter a", "write it"), "text", "required", "the letter a"],
    [text(/^a$/, "the letter a", "write it").optional(), "text", "optional", "the letter a"],
    [text(/^a$/, "the letter a", "write it").default("a"), "text", { value: "a" }, "the letter a"],
    [wholeNumber(1, 9, "hours").default(2), "number", { value: 2 }, "a whole number of hours from 1 to 9"],
    [yesOrNo().default(true), "true or false", { value: true }, "true or false"],
    [oneOf(["a", "b"], "choose"), "text", "required", '"a", "b"'],
  ])("has the type, default and rule of its schema (%#)", (schema, type, byDefault, allowed) => {
    expect(referenceTo(schema)).toMatchObject({ type, byDefault, allowed, isSection: false });
  });

  test("that may be weakened with a reason has the safe type, and both in its rule", () => {
    const choice = safeUnlessReason((error) => z.literal(true, { error }), z.literal(false), {
      safe: "true",
      weak: "false",
    }).prefault(true);
    expect(referenceTo(choice)).toMatchObject({
      type: "true or false",
      byDefault: { value: true },
      allowed: 'true, or { value: false, reason: "..." }',
      isSection: false,
    });
  });

  test("that is a list has the rule of the list and of what is in it", () => {
    const letters = z.array(text(/^a$/, "the letter a", "write it"), {
      error: "allowed: a list; what to do: write it",
    });
    expect(referenceTo(letters)).toMatchObject({
      type: "list of texts",
      allowed: "a list; each of them: the letter a",
    });
  });
});

describe("keys of sections", () => {
  test("follow their section, with [] where it is one of a list", () => {
    const schema = section({ zones: z.array(section({ name: z.string() })), one: section({ two: z.string() }) });
    expect(schemaKeys(schema, NO_DOCSTRINGS).map(({ path }) => path)).toEqual([
      "zones",
      "zones[].name",
      "one",
      "one.two",
    ]);
  });

  test("of alternatives are listed once, with the choice that they need", () => {
    const schema = section({
      target: z.discriminatedUnion("kind", [
        section({ kind: z.literal("aws"), bucket: z.string(), name: z.string() }),
        section({ kind: z.literal("emulator"), name: z.string() }),
      ]),
    });
    const found = schemaKeys(schema, NO_DOCSTRINGS).map(({ path, onlyWith, allowed }) => [path, onlyWith, allowed]);
    expect(found).toEqual([
      ["target", undefined, undefined],
      ["target.kind", undefined, '"aws", "emulator"'],
      ["target.bucket", 'kind: "aws"', undefined],
      ["target.name", undefined, undefined],
    ]);
  });
});
