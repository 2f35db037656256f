import type { Secret } from "../state";

/** `test-only` is RotateImmediately=false: the testSecret step alone, on a version that is temporary. */
export type RotationKind = "rotate" | "test-only";

/** What the operations ask of the rotation process. None of it waits. */
export interface Rotations {
  /** Starts to call the function for a version that has AWSPENDING. Not while {@link isRunning}. */
  start(secret: Secret, versionId: string, kind: RotationKind): void;
  isRunning(secret: Secret): boolean;
  /** Ends the rotation of a secret after the step that is running; nothing if there is none. */
  cancel(secret: Secret): void;
}
