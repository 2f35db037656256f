/** A flat record of what happened; values are already free of secrets. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** What was measured of one thing at one moment, for graphs and alarms. */
export interface Measurement {
  readonly namespace: string;
  /** What was measured; its value tells things of one kind apart. */
  readonly dimension: { readonly name: string; readonly value: string };
  readonly metrics: readonly { readonly name: string; readonly unit: "Count" | "None"; readonly value: number }[];
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The log of one invocation. Writing to it never fails; the levels below `LOG_LEVEL` write nothing. */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** Hands numbers to the monitoring. They are written whatever the log level is. */
  measure(measurement: Measurement): void;
}
