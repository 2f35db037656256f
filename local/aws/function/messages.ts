import type { LambdaError } from "./outcome";

/** What the host receives: one event, as the JSON text that Lambda would deliver. */
export interface HostRequest {
  readonly requestId: string;
  readonly eventJson: string;
  /** Milliseconds since the epoch at which the time is over. */
  readonly deadlineMs: number;
}

/** A message of the host. `memoryMb` is the peak memory of the process. */
export type HostMessage =
  | { readonly kind: "loaded"; readonly loadMs: number; readonly memoryMb: number }
  | { readonly kind: "load-failed"; readonly error: LambdaError }
  | {
      readonly kind: "returned";
      readonly requestId: string;
      readonly payloadJson: string;
      readonly memoryMb: number;
    }
  | { readonly kind: "failed"; readonly requestId: string; readonly error: LambdaError; readonly memoryMb: number }
  /** An error outside the handler's promise: the process ends after this. */
  | { readonly kind: "crashed"; readonly requestId: string; readonly error: LambdaError; readonly memoryMb: number };
