/**
 * The result of a lifecycle run, as plain data: report, document and picture are functions of it. All `...Ms` that are
 * no durations are milliseconds since {@link LifecycleResult.startedAt}. Nothing in it is a secret.
 */
export interface LifecycleResult {
  readonly startedAt: string;
  readonly durationMs: number;
  /** How many environments were played side by side; where there are several, each title begins with the number of its environment. */
  readonly environments: number;
  readonly versions: { readonly terraform: string; readonly provider: string; readonly mysql: string };
  readonly scenarios: readonly ScenarioResult[];
  readonly clients: ClientsRecord;
  /** Calls that the local AWS answered. */
  readonly calls: number;
  /** Passwords that were issued, none of which is in anything that was written. */
  readonly passwords: number;
}

/** The name of the last scenario, which always runs. */
export const PASSWORD_SEARCH = "passwords";

export interface ScenarioResult {
  readonly name: string;
  readonly title: string;
  readonly startMs: number;
  readonly durationMs: number;
  readonly outcome: { readonly ok: true } | { readonly ok: false; readonly reason: string };
  readonly steps: readonly StepResult[];
}

/** One thing that was done in a scenario, and what was seen. */
export interface StepResult {
  readonly words: string;
  readonly startMs: number;
  readonly durationMs: number;
  /** What a plan of this step does, line by line. */
  readonly effect: readonly string[];
  /** What was checked and held. */
  readonly checks: readonly string[];
}

export interface ClientsRecord {
  readonly logins: number;
  readonly failures: readonly { readonly atMs: number; readonly client: string; readonly reason: string }[];
  /** When clients did not log in on purpose, and why. */
  readonly pauses: readonly {
    readonly secrets: readonly string[];
    readonly reason: string;
    readonly fromMs: number;
    readonly toMs: number;
  }[];
  /** Rotations that succeeded and failed, by secret. */
  readonly rotations: readonly {
    readonly secret: string;
    readonly atMs: number;
    readonly durationMs: number;
    readonly ok: boolean;
  }[];
}
