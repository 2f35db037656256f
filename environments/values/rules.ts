import { z } from "zod";

/**
 * The text of a rule that was broken: what is allowed and what to do. What was found is added later, from the input
 * itself ({@link problemsOf}), so that a rule needs to be written once.
 */
export function rule(allowed: string, remedy: string): string {
  return `allowed: ${allowed}; what to do: ${remedy}`;
}

/** An object whose unknown keys are refused: a misspelt key would otherwise leave a default in force, silently. */
export function section<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const keys = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? rule(keys, "correct the spelling or remove the key")
        : rule(`an object with ${keys}`, "write the object"),
  });
}

/** A text of a given form. */
export function text(form: RegExp, allowed: string, remedy: string) {
  const error = rule(allowed, remedy);
  return z.string({ error }).regex(form, { error });
}

/** A whole number between two bounds, both included. `unit` names what is counted. */
export function wholeNumber(min: number, max: number, unit: string) {
  return within(
    min,
    max,
    rule(`a whole number of ${unit} from ${min} to ${max}`, "choose a number within these bounds"),
  );
}

/** The same, with a message of one's own. One check, so that one wrong number is one problem. */
export function within(min: number, max: number, error: string) {
  return z.number({ error }).refine((found) => Number.isInteger(found) && found >= min && found <= max, { error });
}

export function yesOrNo() {
  return z.boolean({ error: rule("true or false", "write one of the two, without quotes") });
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words, remedy: string) {
  return z.enum(words, { error: rule(words.map((word) => `"${word}"`).join(", "), remedy) });
}
