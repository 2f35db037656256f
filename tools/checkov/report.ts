import { STACK_PARTS } from "../../stacks/shared/naming";
import type { Verdict } from "./judge";

export interface ScanSummary {
  /** Checks that passed, by stack. */
  readonly passed: Readonly<Record<string, number>>;
  readonly environments: readonly string[];
  readonly version: string;
}

/** One line per environment, then everything that needs action. */
export function report(verdict: Verdict, { passed, environments, version }: ScanSummary): string {
  const { open, waived, stale } = verdict;
  const rows = environments.map((environment) => {
    const own = <T>(items: readonly T[], stackOf: (item: T) => string) =>
      items.filter((item) => STACK_PARTS.some((part) => stackOf(item) === `${environment}-${part}`));
    const passing = own(Object.entries(passed), ([stack]) => stack).reduce((sum, [, count]) => sum + count, 0);
    return [
      environment.padEnd(10),
      `${passing} passed`.padStart(12),
      `${own(waived, ({ stack }) => stack).length} waived`.padStart(12),
      `${own(open, ({ stack }) => stack).length} failed`.padStart(12),
    ].join("");
  });
  return [
    `checkov ${version}`,
    ...rows,
    ...open.map(({ check, stack, resource, wants }) => `failed  ${check} ${stack}/${resource}: ${wants}`),
    ...stale.map(
      ({ waiver, environment }) =>
        `stale   ${waiver.check} in ${environment}: the waiver for ${waiver.at.join(", ")} covers nothing; take ${environment} out of it`,
    ),
  ].join("\n");
}
