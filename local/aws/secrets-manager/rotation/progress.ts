/** The four steps, in the order in which the service calls them (userguide/rotate-secrets_lambda-functions.html). */
export const STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"] as const;

export type Step = (typeof STEPS)[number];

/** What the function is invoked with (userguide/rotate-secrets_lambda.html). */
export interface RotationEvent {
  readonly Step: Step;
  /** The full ARN. */
  readonly SecretId: string;
  /** The version that is being made; the same in every step and every attempt of a rotation. */
  readonly ClientRequestToken: string;
  /** Names the source of the request in cross-account rotations; the same throughout a rotation. */
  readonly RotationToken: string;
}

/** What Lambda says of an invocation. A function error is an answer, not an exception. */
export type InvocationResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

export type InvokeFunction = (functionArn: string, payload: RotationEvent) => Promise<InvocationResult>;

interface ProgressBase {
  /** Full ARN. */
  readonly secretId: string;
  readonly secretName: string;
  readonly versionId: string;
  /** 1 for the first run through the steps. For rotation-ended: how many were made. */
  readonly attempt: number;
  /** Milliseconds since the epoch, of the real clock: of the step, or of the whole rotation. */
  readonly startedAt: number;
}

interface Ended {
  readonly endedAt: number;
  readonly outcome: "ok" | "failed";
  /** Of the function, or why the rotation as a whole failed. Only when it failed. */
  readonly errorMessage?: string;
}

/** One moment of a rotation. */
export type RotationProgress =
  | (ProgressBase & { readonly kind: "rotation-started" })
  | (ProgressBase & { readonly kind: "step-started"; readonly step: Step })
  | (ProgressBase & Ended & { readonly kind: "step-ended"; readonly step: Step })
  | (ProgressBase & Ended & { readonly kind: "rotation-ended" });

export interface StepResult {
  readonly step: Step;
  readonly attempt: number;
  readonly durationMs: number;
  readonly ok: boolean;
  readonly errorMessage?: string;
}

/** How a rotation ended, with every call of the function in order. */
export interface RotationResult {
  readonly status: "succeeded" | "failed";
  readonly versionId: string;
  readonly steps: readonly StepResult[];
  /** Why it failed. Only when it failed. */
  readonly reason?: string;
}

/** How often the whole process is tried, and the pause between two tries. */
export interface RetryPolicy {
  readonly attempts: number;
  readonly delayMs: number;
}
