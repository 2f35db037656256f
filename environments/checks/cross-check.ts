import type { z } from "zod";

/** Reports a broken rule. The path begins where the check was attached. */
export type Report = (path: readonly (string | number)[], message: string) => void;

/** A rule across keys, to be spread into `superRefine`. */
export type CrossCheck = readonly [
  check: (value: unknown, context: z.RefinementCtx) => void,
  parameters: { readonly when: (payload: { readonly value: unknown }) => boolean },
];

/**
 * A check across keys that runs as soon as `readable` can read its part, whatever is wrong with the rest: one mistake does not hide the
 * next. The check sees the part as `readable` reads it.
 */
export function crossCheck<Readable extends z.ZodType>(
  readable: Readable,
  check: (read: z.output<Readable>, report: Report, context: z.RefinementCtx) => void,
): CrossCheck {
  return [
    (value, context) => {
      const report: Report = (path, message) => context.addIssue({ code: "custom", path: [...path], message });
      check(readable.parse(value), report, context);
    },
    { when: ({ value }) => readable.safeParse(value).success },
  ];
}
