import { awsCall, isNotFound } from "./aws-errors";
import type { LogLine, LogPort, LogQuery } from "./ports";
import { clientOptions, type Target } from "./target";

/** FilterLogEvents is limited to few calls a second, so that a search ends after so many pages. */
const MAX_PAGES = 20;

/** The log group of the rotation function; the SDK client is loaded with the first call. */
export function functionLog(target: Target, logGroupName: string): LogPort {
  return {
    lines: (query) =>
      awsCall("logs:FilterLogEvents", async () => {
        const sdk = await import("@aws-sdk/client-cloudwatch-logs");
        const client = new sdk.CloudWatchLogsClient(clientOptions(target));
        try {
          return await readLines(query, async (nextToken) => {
            const { events = [], nextToken: next } = await client.send(
              new sdk.FilterLogEventsCommand({
                logGroupName,
                filterPattern: query.pattern,
                startTime: query.sinceMs,
                ...(nextToken === undefined ? {} : { nextToken }),
              }),
            );
            return { events, next };
          });
        } catch (error) {
          if (isNotFound(error)) return [];
          throw error;
        } finally {
          client.destroy();
        }
      }),
  };
}

interface Page {
  readonly events: readonly { readonly timestamp?: number | undefined; readonly message?: string | undefined }[];
  /** moto writes null after the last page, AWS leaves it out. */
  readonly next: string | null | undefined;
}

async function readLines(query: LogQuery, page: (token: string | undefined) => Promise<Page>): Promise<LogLine[]> {
  const found: LogLine[] = [];
  let token: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const { events, next } = await page(token);
    for (const { timestamp = 0, message = "" } of events) {
      const fields = objectIn(message);
      if (fields !== undefined) found.push({ at: timestamp, fields });
    }
    if (!next) break;
    token = next;
  }
  return found.sort((one, other) => one.at - other.at).slice(-query.maxLines);
}

/** Lambda's own lines (START, REPORT) are no JSON. */
function objectIn(message: string): LogLine["fields"] | undefined {
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === "object" && value !== null ? (value as LogLine["fields"]) : undefined;
  } catch {
    return undefined;
  }
}
