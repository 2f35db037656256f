type Json = Readonly<Record<string, unknown>>;

/**
 * Matches an event as EventBridge does, as far as the stacks use it: exact values, `prefix`, and `$or`.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
 */
export function matchesPattern(pattern: Json, event: unknown): boolean {
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === "$or") return (wanted as Json[]).some((branch) => matchesPattern(branch, event));
    const found = isObject(event) ? event[key] : undefined;
    if (isObject(wanted)) return matchesPattern(wanted, found);
    if (!Array.isArray(wanted)) throw new Error(`a pattern has lists of values, found ${JSON.stringify(wanted)}`);
    return wanted.some((matcher) => matchesValue(matcher, found));
  });
}

function matchesValue(matcher: unknown, found: unknown): boolean {
  if (!isObject(matcher)) return matcher === found;
  const { prefix, ...other } = matcher;
  if (typeof prefix !== "string" || Object.keys(other).length > 0) {
    throw new Error(`this matcher is not known here: ${JSON.stringify(matcher)}`);
  }
  return typeof found === "string" && found.startsWith(prefix);
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
