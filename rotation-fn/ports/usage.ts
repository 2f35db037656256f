/** What one invocation has cost so far. Adapters count up; the outcome line of the invocation reports it. */
export interface Usage {
  apiCalls: number;
  logins: number;
  failedLogins: number;
  statements: number;
}

/** The usage of an invocation that begins: all counts are 0. */
export function noUsage(): Usage {
  return { apiCalls: 0, logins: 0, failedLogins: 0, statements: 0 };
}
