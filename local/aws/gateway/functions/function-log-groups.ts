import { randomBytes } from "node:crypto";
import type { MotoClient } from "../moto-client";

/** Writes what functions print to the log groups that moto keeps, as Lambda does to CloudWatch Logs. */
export interface FunctionLogGroups {
  /** Does not wait. A line for a group that does not exist is dropped: the function's role may not make one. */
  write(functionName: string, line: string): void;
  /** Resolves when everything is written that was given so far. */
  flush(): Promise<void>;
}

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** Log streams are named `2026/01/31/[$LATEST]<32 hexadecimal digits>` (Lambda developer guide, "Working with Lambda function logs"). */
export function createFunctionLogGroups(moto: MotoClient, region: string): FunctionLogGroups {
  const waiting = new Map<string, LogEvent[]>();
  const streams = new Map<string, string>();
  let writing: Promise<void> | undefined;

  const ask = async (operation: string, body: object): Promise<boolean> => {
    const target = `Logs_20140328.${operation}`;
    const { status } = await moto.ask({ service: "logs", region, json: { target, body } });
    return status === 200;
  };
  async function put(functionName: string, logEvents: readonly LogEvent[]): Promise<void> {
    const logGroupName = `/aws/lambda/${functionName}`;
    const day = new Date().toISOString().slice(0, 10).replaceAll("-", "/");
    const known = streams.get(functionName);
    const logStreamName = known?.startsWith(day) ? known : `${day}/[$LATEST]${randomBytes(16).toString("hex")}`;
    if (logStreamName === known && (await ask("PutLogEvents", { logGroupName, logStreamName, logEvents }))) return;
    // The first line of a day, or a group that was made again.
    if (!(await ask("CreateLogStream", { logGroupName, logStreamName }))) return;
    streams.set(functionName, logStreamName);
    await ask("PutLogEvents", { logGroupName, logStreamName, logEvents });
  }
  async function writeAll(): Promise<void> {
    for (let [next] = waiting; next !== undefined; [next] = waiting) {
      const [functionName, events] = next;
      waiting.delete(functionName);
      await put(functionName, events).catch(() => undefined); // moto is gone: so is the log
    }
    writing = undefined;
  }
  return {
    write(functionName, line) {
      const events = waiting.get(functionName) ?? [];
      events.push({ timestamp: Date.now(), message: line });
      waiting.set(functionName, events);
      writing ??= Promise.resolve().then(writeAll);
    },
    async flush() {
      await writing;
    },
  };
}
