import type { LifecycleResult } from "./record";

/** Why a run failed: nothing when all checks passed. */
export function lifecycleProblems({
  scenarios,
  clients,
}: Pick<LifecycleResult, "scenarios" | "clients">): readonly string[] {
  const failedScenarios = scenarios.flatMap(({ title, outcome }) =>
    outcome.ok ? [] : [`${title}: ${outcome.reason}`],
  );
  const { failures } = clients;
  const [first] = failures;
  if (first === undefined || failedScenarios.length > 0) return failedScenarios;
  return [`${failures.length} logins of clients failed, the first of ${first.client}: ${first.reason}`];
}
