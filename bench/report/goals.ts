import type { Goal } from "../measurement";
import { type Column, words } from "./table";

/** A goal of the form "at most". */
export function atMost(what: string, max: number, found: number, kind: Goal["kind"], unit = ""): Goal {
  const shown = (value: number): string =>
    `${value.toLocaleString("en-US", { maximumFractionDigits: kind === "count" ? 0 : 2 })}${unit}`;
  return { what, wanted: `at most ${shown(max)}`, found: shown(found), met: found <= max, kind };
}

/** Goals as columns and rows. */
export function goalTable(goals: readonly Goal[]): {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
} {
  return {
    columns: [words("figure"), words("goal"), words("found"), words("")],
    rows: goals.map(({ what, wanted, found, met }) => [what, wanted, found, met ? "met" : "MISSED"]),
  };
}
