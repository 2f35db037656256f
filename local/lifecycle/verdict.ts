import type { LifeRecord } from "./record";

/** Why a life was not what it should be: nothing when everything held. */
export function lifeProblems({ scenes, clients }: Pick<LifeRecord, "scenes" | "clients">): readonly string[] {
  const failedScenes = scenes.flatMap(({ title, outcome }) => (outcome.ok ? [] : [`${title}: ${outcome.reason}`]));
  const { failures } = clients;
  const [first] = failures;
  if (first === undefined || failedScenes.length > 0) return failedScenes;
  return [`${failures.length} logins of clients failed, the first of ${first.client}: ${first.reason}`];
}
