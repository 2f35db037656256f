/** One part of everything that decides whether a commit is good. */
export interface Part {
  readonly name: string;
  /** The arguments of npm. */
  readonly npm: readonly string[];
  /** Whether jest runs it, so that single tests can be counted. */
  readonly isJest?: true;
}

/** In the order in which a mistake is found soonest. A part that needs a tool skips itself and says what is missing. */
export const PARTS: readonly Part[] = [
  { name: "typecheck", npm: ["run", "--silent", "typecheck"] },
  { name: "lint", npm: ["run", "--silent", "lint"] },
  { name: "test", npm: ["test", "--silent", "--"], isJest: true },
  { name: "test:slow", npm: ["run", "--silent", "test:slow", "--"], isJest: true },
  { name: "synth", npm: ["run", "--silent", "synth"] },
  { name: "validate", npm: ["run", "--silent", "validate"] },
  { name: "checkov", npm: ["run", "--silent", "checkov", "--", "--if-present"] },
  { name: "compat:cdktn", npm: ["run", "--silent", "compat:cdktn", "--", "--if-reachable"] },
  { name: "actionlint", npm: ["run", "--silent", "actionlint"] },
  { name: "spelling", npm: ["run", "--silent", "spelling", "--", "--if-possible"] },
  { name: "site", npm: ["run", "--silent", "site", "--", "--if-possible"] },
  { name: "rehearse", npm: ["run", "--silent", "rehearse", "--", "--json", "--rotations", "6"] },
  { name: "test:e2e", npm: ["run", "--silent", "test:e2e"] },
];
