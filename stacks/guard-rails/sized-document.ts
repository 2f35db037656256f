/** Something whose size AWS limits, as large as it can become in this environment. */
export interface SizedDocument {
  /** What it is, without a name: `inline policies of a role`. */
  readonly kind: string;
  /** Where it is made. */
  readonly path: string;
  readonly size: number;
  readonly max: number;
  readonly unit: "characters" | "bytes" | "widgets" | "metrics" | "alarms";
}
