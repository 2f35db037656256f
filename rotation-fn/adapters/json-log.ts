import type { Log, LogFields, Measurement } from "../ports/log";
import { LOG_LEVELS, type LogLevel } from "../settings";

/** One JSON object a line: what CloudWatch's own JSON queries expect. */
export function jsonLog(
  threshold: LogLevel,
  common: LogFields,
  write: (line: string) => void = (line) => void process.stdout.write(`${line}\n`),
): Log {
  const log =
    (level: LogLevel) =>
    (event: string, fields: LogFields = {}) => {
      if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(threshold)) return;
      write(oneLine({ level, event, ...common, ...bounded(fields) }));
    };
  return {
    debug: log("debug"),
    info: log("info"),
    warn: log("warn"),
    error: log("error"),
    measure: (measurement) => write(oneLine({ ...embeddedMetrics(measurement), requestId: common.requestId })),
  };
}

/** Enough for a person; CloudWatch charges by the byte, and longer fields are lists. */
const MAX_FIELD_CHARACTERS = 8_000;

function bounded(fields: LogFields): LogFields {
  const cut = (text: string): string =>
    text.length <= MAX_FIELD_CHARACTERS
      ? text
      : `${text.slice(0, MAX_FIELD_CHARACTERS)}… and ${text.length - MAX_FIELD_CHARACTERS} characters more`;
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, typeof value === "string" ? cut(value) : value]),
  );
}

/**
 * JSON escapes the control characters up to 1F, so a value cannot forge a line. What else a terminal or a viewer may take for
 * a line's end or for a change of direction (C1 controls, U+2028, U+2029, bidirectional overrides) is escaped as well.
 */
function oneLine(record: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(record).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * A line from which CloudWatch Logs makes metrics by itself: no API call, no permission, no endpoint in the VPC.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
function embeddedMetrics({ namespace, dimension, metrics, at }: Measurement): Readonly<Record<string, unknown>> {
  const directive = {
    Namespace: namespace,
    Dimensions: [[dimension.name]],
    Metrics: metrics.map(({ name, unit }) => ({ Name: name, Unit: unit })),
  };
  return {
    _aws: { Timestamp: Math.round(at), CloudWatchMetrics: [directive] },
    [dimension.name]: dimension.value,
    ...Object.fromEntries(metrics.map(({ name, value }) => [name, value])),
  };
}
