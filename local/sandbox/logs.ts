import { LocalError, messageOf } from "../terminal/error";
import { operatorCall } from "../terraform/operator-call";
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

interface LogPage {
  readonly events: readonly LogEvent[];
  readonly nextToken?: string | null;
}

async function ask({ url, region }: ServedBy, body: object): Promise<LogPage> {
  try {
    const json = { target: "Logs_20140328.FilterLogEvents", body };
    return JSON.parse(await operatorCall(url, { service: "logs", json }, region));
  } catch (cause) {
    const problem = `the function's log was not read: ${messageOf(cause)}; what to do: npm run local -- deploy`;
    throw new LocalError("command_failed", problem, { cause });
  }
}
