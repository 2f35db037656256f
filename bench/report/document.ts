import type { Measured } from "../measurement";
import type { Machine } from "../world/machine";
import type { ReferenceCheckout } from "../world/reference-checkout";

/** A measurement that was made, and how busy the machine was. */
export interface DoneMeasurement {
  readonly name: string;
  readonly load: { readonly before: number; readonly after: number };
  readonly measured: Measured;
}

/** What the document of `--json` is made of. */
export interface DocumentInput {
  readonly machine: Machine;
  readonly reference: ReferenceCheckout | undefined;
  readonly runs: number;
  readonly done: readonly DoneMeasurement[];
}

/** One JSON document: the machine, and for each measurement its figures as they were measured and its goals. */
export function documentText({ machine, reference, runs, done }: DocumentInput): string {
  return JSON.stringify(
    {
      machine,
      reference: reference === undefined ? null : { versions: reference.versions, sha256: reference.sha256 },
      runs,
      measurements: done.map(({ name, load, measured }) => ({
        name,
        load,
        figures: measured.figures,
        goals: measured.goals,
      })),
    },
    undefined,
    2,
  );
}
