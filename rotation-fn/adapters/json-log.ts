import type { Log, LogFields } from "../ports/log";
import { LOG_LEVELS, type LogLevel } from "../settings";

/** One JSON object a line: what CloudWatch's own JSON queries expect. JSON escapes line breaks, so a value cannot forge a line. */
export function jsonLog(
  threshold: LogLevel,
  common: LogFields,
  write: (line: string) => void = (line) => void process.stdout.write(`${line}\n`),
): Log {
  const log =
    (level: LogLevel) =>
    (event: string, fields: LogFields = {}) => {
      if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(threshold)) return;
      write(JSON.stringify({ level, event, ...common, ...fields }));
    };
  return { debug: log("debug"), info: log("info"), warn: log("warn"), error: log("error") };
}
