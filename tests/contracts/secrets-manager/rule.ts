import type { Step } from "../../../local/aws/secrets-manager/start";
import type { ContractKit } from "./kit";

/**
 * One rule of the service, as data: what is done, and what the service answers.
 *
 * An observation is plain data (labels, names of errors, messages), so that what another implementation does instead can
 * be written down and compared in the same way.
 */
export interface Rule {
  /** States the rule. */
  readonly title: string;
  /** What a target must offer for the rule to be observed on it. */
  readonly needs?: "function" | "clock" | "function and clock";
  readonly observe: (kit: ContractKit) => Promise<unknown>;
  readonly expected: unknown;
}

/** The rotation function of a test: returning is success, throwing is a function error. */
export type TestFunction = (step: Step, secretId: string, token: string, payload: object) => Promise<void>;

/** An endpoint that is running. */
export interface RunningTarget {
  readonly url: string;
  stop(): Promise<void>;
  /** Only where functions can run. */
  readonly rotation?: {
    readonly functionArn: string;
    /** The function that is invoked for a secret (full ARN) from now on. */
    setFunction(arn: string, run: TestFunction): void;
    /** Resolves when the rotation of the secret has ended. */
    settled(secretId: string): Promise<{ readonly status: string; readonly versionId: string }>;
    /** How often the whole process is tried. */
    readonly attempts: number;
  };
  /** Only where the service's clock can be set. */
  advanceClock?(milliseconds: number): void;
}

export interface Deviation {
  /** What the target does instead, in a sentence. */
  readonly instead: string;
  /** The observation that was measured on it. */
  readonly observed: unknown;
}

/** Something that answers as Secrets Manager does, or nearly. */
export interface ContractTarget {
  readonly name: string;
  start(): Promise<RunningTarget>;
  readonly offers: { readonly function: boolean; readonly clock: boolean };
  /** Rules that it is known not to follow, by title. */
  readonly deviations: Readonly<Record<string, Deviation>>;
  /** False when the deviations were measured on another version of it: they are then not looked at. */
  readonly deviationsApply: boolean;
}
