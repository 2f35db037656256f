/** `blocks`: the deployment would fail, or no alert of a failed rotation would arrive. `warns`: it would work, and something is worth knowing. `unknown`: it could not be asked. */
export type Level = "good" | "warns" | "blocks" | "unknown";

/** What one check found. */
export interface Finding {
  readonly check: string;
  readonly level: Level;
  readonly found: string;
  /** What to do: always there unless all is well. */
  readonly remedy?: string;
}

export const good = (check: string, found: string): Finding => ({ check, level: "good", found });
export const blocks = (check: string, found: string, remedy: string): Finding => ({
  check,
  level: "blocks",
  found,
  remedy,
});
export const warns = (check: string, found: string, remedy: string): Finding => ({
  check,
  level: "warns",
  found,
  remedy,
});
