/** What the function says about one invocation in the line with which it ends. */
export interface OutcomeLine {
  readonly event: "step" | "action";
  readonly outcome: "ok" | "failed";
  readonly apiCalls: number;
  readonly logins: number;
  readonly failedLogins: number;
  readonly statements: number;
}

/** Reads one line of the function's log; undefined for a line that is about something else. */
export function outcomeLine(line: string): OutcomeLine | undefined {
  let fields: unknown;
  try {
    fields = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof fields !== "object" || fields === null) return undefined;
  const { event, outcome, apiCalls, logins, failedLogins, statements } = fields as Record<string, unknown>;
  if (event !== "step" && event !== "action") return undefined;
  if (outcome !== "ok" && outcome !== "failed") return undefined;
  const counts = [apiCalls, logins, failedLogins, statements].map(Number);
  if (counts.some(Number.isNaN)) return undefined;
  const [calls = 0, tries = 0, failed = 0, sent = 0] = counts;
  return { event, outcome, apiCalls: calls, logins: tries, failedLogins: failed, statements: sent };
}
