import type { Review } from "../model/change";

/** `danger`: data or protection is lost, or something opens. `attention`: behaviour changes. `note`: worth knowing. */
export type Severity = "danger" | "attention" | "note";

/** What a change means here, in words. */
export interface Finding {
  /** Stable: it stands in `summary.json`. */
  readonly code: string;
  readonly severity: Severity;
  /** A clause for the first line of the report, without a full stop: `the database is replaced`. */
  readonly headline: string;
  /** One to three sentences, Markdown. */
  readonly text: string;
  /** Addresses of the resources that it is about, with their stacks. */
  readonly resources: readonly string[];
}

/** One kind of thing that matters. One file each; each is listed in `all-rules.ts`. */
export type FindingRule = (review: Review) => readonly Finding[];
