import type { LifecycleResult } from "./record";

/** Why a run failed: nothing when all checks passed. */
export function lifecycleProblems({
  scenarios,
  clients,
}: Pick<LifecycleResult, "scenarios" | "clients">): readonly string[] {
  const failedScenes = scenarios.flatMap(({ title, outcome }) => (outcome.ok ? [] : [`${title}: ${outcome.reason}`]));
  const { failures } = clients;
  const [first] = failures;
  if (first === undefined || failedScenes.length > 0) return failedScenes;
  return [`${failures.length} logins of clients failed, the first of ${first.client}: ${first.reason}`];
}
