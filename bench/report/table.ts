import type { Column } from "../../local/terminal/text-table";

export type { Column } from "../../local/terminal/text-table";

/** A table as it is printed, whatever the form. */
export interface Table {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** How often it was run: `median (min–max) of 9 rotations each, in turn`. */
  readonly howOften: string;
  /** What a reader must know to read it rightly, a sentence each. */
  readonly notes: readonly string[];
}

/** A column of words. */
export const words = (title: string): Column => ({ title, align: "left" });

/** A column of numbers. */
export const numbers = (title: string): Column => ({ title, align: "right" });
