import { OpsError } from "../error";
import type { CommandInput } from "./command";

/** A whole number within bounds. Throws `bad_command`. */
export function wholeNumberOption(
  input: CommandInput,
  name: string,
  { min, max, ifMissing }: { readonly min: number; readonly max: number; readonly ifMissing: number },
): number {
  const found = input.options[name];
  if (found === undefined) return ifMissing;
  const value = typeof found === "string" && /^\d{1,9}$/.test(found) ? Number(found) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new OpsError("bad_command", {
    problem: `the option --${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} is not valid`,
    found: String(found).slice(0, 60),
    allowed: `a whole number from ${min} to ${max}`,
    remedy: "correct the option",
  });
}
