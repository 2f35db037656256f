import { STEPS } from "../../rotation-fn/ports/rotation-steps";
import type { LogLine } from "../aws/ports";

/** How a step of a rotation, or an action, ended: the function writes one such line for each invocation. */
export interface OutcomeLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The step or the action. */
  readonly what: string;
  readonly isStep: boolean;
  readonly token: string | undefined;
  readonly secretId: string | undefined;
  readonly durationMs: number | undefined;
  /** Undefined where it succeeded. */
  readonly failure: Failure | undefined;
}

export interface Failure {
  readonly code: string;
  readonly message: string;
  /** Whether the database may have been changed: `none`, `applied`, `unknown`. */
  readonly effect: string;
  readonly needsHuman: boolean;
  /** The line that the function prints for the operator. */
  readonly command: string | undefined;
}

/** Reads an outcome line; undefined for every other line. */
export function outcomeLine({ at, fields }: LogLine): OutcomeLine | undefined {
  const { event, outcome, step, action, durationMs } = fields;
  const what = event === "step" ? step : event === "action" ? action : undefined;
  if (typeof what !== "string" || typeof outcome !== "string") return undefined;
  return {
    at,
    what,
    isStep: STEPS.some((known) => known === what),
    token: textIn(fields.token),
    secretId: textIn(fields.secretId),
    durationMs: typeof durationMs === "number" ? durationMs : undefined,
    failure: outcome === "failed" ? failureIn(fields) : undefined,
  };
}

function failureIn(fields: LogLine["fields"]): Failure {
  return {
    code: textIn(fields.code) ?? "internal_error",
    message: textIn(fields.message) ?? "",
    effect: textIn(fields.effect) ?? "unknown",
    needsHuman: fields.needsHuman === true,
    command: textIn(fields.command),
  };
}

const textIn = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
