/** What one step cost by the function's own account, from the line that it logs when a step ends. */
export interface StepUsage {
  readonly step: string;
  readonly secretId: string;
  readonly token: string;
  readonly logins: number;
  readonly failedLogins: number;
}

/** The step lines among the function's log lines, in their order; other lines are left out. */
export function stepUsages(logLines: readonly string[]): StepUsage[] {
  return logLines.flatMap((line) => {
    const fields = objectIn(line);
    if (fields === undefined || fields.event !== "step") return [];
    const { step, secretId, token, logins, failedLogins } = fields;
    if (typeof step !== "string" || typeof secretId !== "string" || typeof token !== "string") return [];
    return [{ step, secretId, token, logins: Number(logins ?? 0), failedLogins: Number(failedLogins ?? 0) }];
  });
}

function objectIn(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
