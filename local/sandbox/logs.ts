import { LocalError } from "../terminal/error";
import { OPERATOR } from "../terraform/credentials";
import type { ServedBy } from "./pid-file";

export interface LogsOptions {
  readonly functionName: string;
  /** How many lines at most, the newest. */
  readonly maxLines: number;
  readonly onlyFailed: boolean;
}

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** The newest lines of the function's log group, as CloudWatch Logs answers them. Throws `command_failed`. */
export async function functionLog(served: ServedBy, options: LogsOptions): Promise<readonly string[]> {
  const logGroupName = `/aws/lambda/${options.functionName}`;
  const filter = options.onlyFailed ? { filterPattern: '{ $.outcome = "failed" }' } : {};
  const events: LogEvent[] = [];
  let nextToken: string | null | undefined;
  do {
    const body = { logGroupName, ...filter, ...(nextToken ? { nextToken } : {}) };
    const answer = await ask(served, body);
    events.push(...answer.events);
    nextToken = answer.nextToken;
  } while (nextToken); // moto writes null after the last page, AWS leaves it out
  return events
    .sort((one, other) => one.timestamp - other.timestamp)
    .slice(-options.maxLines)
    .map(({ timestamp, message }) => `${new Date(timestamp).toISOString()} ${message}`);
}

async function ask(
  { url, region }: ServedBy,
  body: object,
): Promise<{ readonly events: readonly LogEvent[]; readonly nextToken?: string | null }> {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "Logs_20140328.FilterLogEvents",
      // Nothing checks the signature; the credential scope says which service is meant.
      authorization: `AWS4-HMAC-SHA256 Credential=${OPERATOR}/20260101/${region}/logs/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(body),
  });
  if (response.ok) return (await response.json()) as { events: LogEvent[]; nextToken?: string | null };
  throw new LocalError(
    "command_failed",
    `the function's log was not read: ${response.status} ${(await response.text()).slice(0, 300)}; what to do: npm run local -- deploy`,
  );
}
