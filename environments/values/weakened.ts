import { z } from "zod";
import { rule, section } from "./rules";

/** A choice as the stacks read it: the value and, when it weakens the environment, the written reason. */
export interface Choice<T> {
  readonly value: T;
  readonly reason: string | undefined;
}

const reason = z
  .string({ error: rule("a reason, as text", "write why this environment can live without the protection") })
  // Terraform reads ${ and %{ as the beginning of an expression, and the framework lets them through.
  .regex(/^(?!.*[$%]\{)\S[^\p{Cc}]{8,198}\S$/u, {
    error: rule(
      "one line of 10 to 200 characters without ${ and %{",
      "write why this environment can live without the protection",
    ),
  });

/**
 * A setting that is safe as it stands and can only be weakened with a written reason: `true`, or
 * `{ value: false, reason: "rebuilt every night from a seed" }`. The reason is shown where the weakness is: in a tag of the
 * resource and in the output `weakened_choices` of the stack.
 *
 * @param safe what may be written without a reason; it is given the message that names both ways
 * @param weak what needs one
 * @param allowed both in words, for the message
 */
export function safeUnlessReason<Safe extends z.ZodType, Weak extends z.ZodType>(
  safe: (error: string) => Safe,
  weak: Weak,
  allowed: { readonly safe: string; readonly weak: string },
) {
  const error = rule(
    `${allowed.safe}, or { value: ${allowed.weak}, reason: "..." }`,
    "keep the safe value, or write the reason (one line of 10 to 200 characters) beside the weaker one",
  );
  return z
    .union([safe(error), section({ value: weak, reason })], { error })
    .transform((choice): Choice<z.output<Safe> | z.output<Weak>> => {
      if (isWeakened(choice)) return { value: choice.value as z.output<Weak>, reason: choice.reason };
      return { value: choice as z.output<Safe>, reason: undefined };
    });
}

function isWeakened(choice: unknown): choice is { value: unknown; reason: string } {
  return typeof choice === "object" && choice !== null && "reason" in choice;
}

/** One weakened choice and where in the environment it stands. */
export interface WeakenedChoice {
  /** Dotted, without the name of the environment: `database.deletionProtection`. */
  readonly path: string;
  readonly value: unknown;
  readonly reason: string;
}

/** Every weakened choice below a parsed value, in the order of its keys. */
export function weakenedChoices(value: unknown, path: readonly string[] = []): readonly WeakenedChoice[] {
  if (typeof value !== "object" || value === null) return [];
  if ("value" in value && "reason" in value && typeof value.reason === "string") {
    return [{ path: path.join("."), value: value.value, reason: value.reason }];
  }
  return Object.entries(value).flatMap(([key, child]) => weakenedChoices(child, [...path, key]));
}
