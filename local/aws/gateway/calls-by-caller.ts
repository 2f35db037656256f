import type { GatewayCall } from "./gateway";

/** The prefix that IAM has for a service, where it is not the name that requests are signed for. */
const IAM_PREFIXES: Readonly<Record<string, string>> = { monitoring: "cloudwatch" };

/** Actions whose IAM name differs from the API's. */
const IAM_ACTIONS: Readonly<Record<string, string>> = { "lambda:Invoke": "lambda:InvokeFunction" };

/**
 * The actions that each caller was answered, as IAM writes them, without repetition and in order of the alphabet: the base of the rights
 * that a deployment needs. What AWS checks beyond that (`iam:PassRole`, grants of keys, what is done on the caller's behalf) no recording shows.
 */
export function callsByCaller(calls: readonly GatewayCall[]): Readonly<Record<string, readonly string[]>> {
  const callers = new Map<string, Set<string>>();
  for (const { accessKeyId, service, action } of calls) {
    const called = `${IAM_PREFIXES[service] ?? service}:${action}`;
    const actions = callers.get(accessKeyId) ?? new Set();
    callers.set(accessKeyId, actions.add(IAM_ACTIONS[called] ?? called));
  }
  return Object.fromEntries([...callers].sort().map(([caller, actions]) => [caller, [...actions].sort()]));
}
