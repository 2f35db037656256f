import { counted } from "../terminal/quantity";
import type { ClientsRecord, LifecycleResult } from "./record";

/** As many clients as a line can name. */
const MAX_NAMED_CLIENTS = 8;

/** Why a run failed: nothing when all checks passed. */
export function lifecycleProblems({
  scenarios,
  clients,
}: Pick<LifecycleResult, "scenarios" | "clients">): readonly string[] {
  const failedScenarios = scenarios.flatMap(({ title, outcome }) =>
    outcome.ok ? [] : [`${title}: ${outcome.reason}`],
  );
  if (clients.failures.length === 0 || failedScenarios.length > 0) return failedScenarios;
  return [failedLogins(clients.failures)];
}

/** How many logins failed, of whom, and why the first did: a client that cannot log in tries again every second. */
export function failedLogins(failures: ClientsRecord["failures"]): string {
  const [first] = failures;
  if (first === undefined) return "no login of a client failed";
  const clients = [...new Set(failures.map(({ client }) => client))];
  const [shown, others] = [clients.slice(0, MAX_NAMED_CLIENTS), clients.length - MAX_NAMED_CLIENTS];
  const names = others > 0 ? [...shown, `${others} more`] : shown;
  return `${counted(failures.length, "login")} of ${names.join(", ")} failed, the first of ${first.client}: ${first.reason}`;
}
