import { z } from "zod";
import { rule, section, text } from "../values/rules";

const zoneName = rule(
  "the name of a time zone, such as Europe/Berlin or UTC",
  "write the name as the IANA time zone database has it",
);

/** Stops the host every day at a given time. To start it again, use the command in the stack's output. */
export const nightlyStopSection = section({
  /** The time of day, 00:00 to 23:59. */
  at: text(
    /^([01]\d|2[0-3]):[0-5]\d$/,
    "a time of day from 00:00 to 23:59",
    'write hours and minutes, such as "20:00"',
  ),
  /** The time zone of `at`. */
  timeZone: z
    .string({ error: zoneName })
    .refine((found) => /^[A-Z]/.test(found) && isTimeZone(found), { error: zoneName })
    .default("UTC"),
});

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}
