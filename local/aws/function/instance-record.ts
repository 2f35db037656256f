/** One process of the function, which stands for one execution environment of Lambda. */
export interface InstanceRecord {
  readonly name: string;
  /** From spawning the process until it could take the first event. */
  readonly coldStartMs: number;
  /** The part of it spent loading the bundle. */
  readonly loadMs: number;
  readonly peakMemoryMb: number;
}

/** How a rotation, a step or an invocation ended. */
export type RotationOutcome = { readonly ok: true } | { readonly ok: false; readonly reason: string };
