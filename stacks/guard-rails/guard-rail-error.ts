import type { Finding } from "./rule";

/** A finding and the rule that it breaks. */
export interface BrokenRule extends Finding {
  readonly rule: string;
}

/** The only error of the guard rails: it lists every finding in every environment at once. */
export class GuardRailError extends Error {
  readonly code = "guard_rails_broken";
  override readonly name = "GuardRailError";

  constructor(readonly findings: readonly BrokenRule[]) {
    const count = findings.length === 1 ? "1 finding" : `${findings.length} findings`;
    const lines = findings.map(
      ({ path, rule, found, allowed, remedy }) =>
        `  ${path} (${rule}): found ${found}; allowed: ${allowed}; what to do: ${remedy}`,
    );
    super([`${count} in the stacks (guard_rails_broken), nothing was synthesized:`, ...lines].join("\n"));
  }
}
