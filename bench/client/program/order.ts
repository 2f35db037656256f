import type { HeapContents } from "./heap";

/** How the pools that are compared get their password. */
export type ContestantName =
  | "fixed"
  | "rotating"
  | "rotating-fast"
  | "aws-wrapper"
  | "read-once"
  | "read-each"
  | "auth-plugin";

export interface Address {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly caPem: string;
}

/** The load of one pool: so many queries under way, each so long on the server that the processor is not what is measured. */
export const CONNECTIONS = 50;
export const QUERY_MS = 200;
/** So often one connection is closed by its user instead of going back: as time limits, proxies and restarts do. */
export const CLOSE_EVERY_MS = 200;

/** What a process is to do. It is given in the variable BENCH_ORDER, as JSON; Secrets Manager by the SDK's own variables. */
export interface Order {
  readonly task: "load" | "latency" | "memory";
  readonly contestants: readonly ContestantName[];
  readonly address: Address;
  readonly secretId: string;
  readonly region: string;
  readonly endpoint: string;
  /** The account that does not rotate. */
  readonly fixed: { readonly user: string; readonly password: string };
}

/** What a pool saw under load. */
export interface LoadReport {
  readonly succeeded: number;
  /** How often each code was the answer. */
  readonly failures: Readonly<Record<string, number>>;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Sockets that were opened to the database, refused logins among them. */
  readonly logins: number;
}

/** Milliseconds of a query at the median: one at a time, and 50 at once. */
export type LatencyReport = Readonly<
  Partial<Record<ContestantName, { readonly oneMs: number; readonly fiftyMs: number; readonly samples: number }>>
>;

/** Memory after a number of rotations. */
export interface MemoryReport extends HeapContents {
  readonly rotations: number;
  readonly residentMb: number;
  readonly connections: number;
  readonly failures: number;
}
