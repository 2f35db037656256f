/** The operators' commands that an entry may name; `<environment>` and `<secret>` stay placeholders. */
export type CureCommand =
  | "status"
  | "unstick"
  | "rotate"
  | "rollback"
  | "reconcile"
  | "verify"
  | "logs"
  | "resume"
  | "restore-name";

/** What the runbook says about one error code. Markdown. */
export interface RunbookEntry {
  /** What has happened, for a reader who sees the code for the first time. */
  readonly cause: string;
  /** What to do now, in the imperative. */
  readonly remedy: string;
  /** The command to start with, where one of `npm run ops` helps. */
  readonly command?: CureCommand;
  /** Further AWS calls beside the function's own, for the folded part; the text introduces the call. */
  readonly furtherCalls?: readonly { readonly text: string; readonly call: string }[];
}
