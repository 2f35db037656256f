import type { Login } from "../../mysql/connection";
import type { RetryPolicy, RotationProgress, RotationResult } from "../secrets-manager/start";

/** What a gateway is started with. */
export interface GatewayOptions {
  /**
   * Everything that survives a restart lies in it, readable by this user only: it holds secret values, as the disks of the real
   * service do. Made if it is not there.
   */
  readonly stateFolder: string;
  /** Default us-east-1. */
  readonly region?: string;
  /** How often Secrets Manager tries a rotation, and the pause between two tries. */
  readonly retry?: RetryPolicy;
  /**
   * Scheduled rotations and scheduled calls of functions start by themselves. `everyMs`: each is due again after so long, whatever its schedule says.
   * Without it nothing starts unasked, so that a test or a lifecycle run knows what happens.
   */
  readonly schedules?: { readonly everyMs?: number };
  /** Gets what the function writes, and what databases and moto are doing, line by line. */
  readonly onLog?: (line: string) => void;
}

/** One request that was answered. It never holds a secret value. */
export interface GatewayCall {
  /** Arrival, in milliseconds since the epoch. */
  readonly atMs: number;
  /** From the credential scope: one for each stack and one for each function tell whose call it was. */
  readonly accessKeyId: string;
  /** The name that requests are signed for: `ec2`, `secretsmanager`, `lambda`, … */
  readonly service: string;
  /** As IAM writes it, without the service: `CreateSecret`. For Lambda's Invoke: `Invoke`. */
  readonly action: string;
  /** The id, name or ARN that the request names first, where it names one. */
  readonly resource?: string;
  /** Of the HTTP answer. */
  readonly status: number;
  readonly errorCode?: string;
}

/** A fault in place of an answer, or before it. */
export interface Fault {
  readonly service: string;
  readonly action: string;
  /** The error to answer, in the form of the service. Without it the call is only delayed. */
  readonly errorCode?: string;
  /** Default 400. From 500 on an SDK tries again by itself. */
  readonly status?: number;
  /** How many calls it hits. */
  readonly times: number;
  /** Waits so long before it answers, or before the call takes effect. */
  readonly delayMs?: number;
  /** The call takes effect first, and then the error is answered: a reply that was lost. Default: no effect. */
  readonly afterEffect?: boolean;
  /** The error is answered at once, while the call takes effect: a connection that broke. The caller sends the call again beside it. */
  readonly besideEffect?: boolean;
  /** Hits only calls for which this is true. */
  readonly when?: (call: FaultedCall) => boolean;
}

/** What a fault can be made to depend on. */
export interface FaultedCall extends Pick<GatewayCall, "accessKeyId" | "resource"> {
  /** The JSON object in the request's body, where there is one: of Invoke, the event. */
  readonly input?: Readonly<Record<string, unknown>>;
}

/** Faults that are waiting for their calls. The first that fits a call hits it. */
export interface FaultPlan {
  add(fault: Fault): PlannedFault;
}

/** One fault of a plan. */
export interface PlannedFault {
  /** How many calls it has hit so far. */
  readonly hits: number;
  /** Takes it out of the plan. */
  remove(): void;
}

/** The names of this machine that the servers' certificates hold. */
export type DatabaseHost = "localhost" | "127.0.0.1";

/** The real MySQL behind a DB instance. */
export interface LocalDatabase {
  /** Of the DB instance. */
  readonly identifier: string;
  /** As DescribeDBInstances answers it. */
  readonly host: string;
  readonly port: number;
  /** As the server says it, not as the configuration asks. */
  readonly version: string;
  /** The authority that signed its certificate, PEM; the same for all databases of a gateway. */
  readonly caFile: string;
  readonly caPem: string;
  /** Has every right, which RDS gives to no user: for tests that arrange or inspect. */
  readonly root: Login;
  /** The admin user as the admin secret holds it at this moment. */
  readonly admin: Login;
  readonly status: "available" | "frozen" | "stopped";
  /** Gives the DB instance another address of the same server, as an instance has that was restored from a snapshot. */
  moveTo(host: DatabaseHost): void;
  /** Suspends the process: it holds its connections and answers nothing. */
  freeze(): void;
  thaw(): void;
  /** Ends the server although its DB instance exists; it is started again with the next gateway. */
  stop(): Promise<void>;
}

/** An AWS on this machine: the gateway does what must really happen, moto stores the rest. */
export interface Gateway {
  /** `http://127.0.0.1:<port>`, for AWS_ENDPOINT_URL of provider and function alike. */
  readonly url: string;
  /** Every call that this gateway has answered, in order of the answers. */
  calls(): readonly GatewayCall[];
  readonly faults: FaultPlan;
  databases(): readonly LocalDatabase[];
  /** Has RDS export what a DB instance wrote, also a deleted one's: log groups that are gone are made again, without key and retention. */
  exportLogs(identifier: string): Promise<void>;
  /** The last lines that functions wrote. */
  functionLogs(): readonly string[];
  /** The result of the secret's rotation that is running, or else of its last one; rejects when there was none since the start. */
  rotationSettled(secretId: string): Promise<RotationResult>;
  /** Follows all rotations. @returns a function that ends it. */
  onRotation(listener: (event: RotationProgress) => void): () => void;
  /** Every password that was stored or issued since the start. In memory only: for proving that none of them is anywhere else. */
  passwords(): ReadonlySet<string>;
  /** Ends moto, databases and functions; the state folder stays. May be called again. */
  stop(): Promise<void>;
}
