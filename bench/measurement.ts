import type { LocalEngine } from "../local/mysql/program";
import type { Table } from "./report/table";
import type { World } from "./world/world";

/** What a figure should be, and what was found. */
export interface Goal {
  /** The figure in words: `API calls a rotation`. */
  readonly what: string;
  /** `at most 11`. */
  readonly wanted: string;
  readonly found: string;
  readonly met: boolean;
  /**
   * `count` is the same on every machine, so that missing it is an error of the run. `machine` is a time or an amount of memory,
   * which another machine or a busy one may change: missing it is reported and does not fail the run.
   */
  readonly kind: "count" | "machine";
}

/** What one measurement found. */
export interface Measured {
  /** Which databases took part; their versions are reported then. */
  readonly engines: readonly LocalEngine[];
  readonly tables: readonly Table[];
  readonly goals: readonly Goal[];
  /** The same figures for programs, before any rounding: goes into the document of `--json` as it is. */
  readonly figures: unknown;
}

/** One measurement: one file, which is a command of its own as well. */
export interface Measurement {
  /** What `--only` calls it. */
  readonly name: string;
  /** One line for the list in `--help`. */
  readonly about: string;
  measure(world: World): Promise<Measured>;
}
