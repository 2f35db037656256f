/** A command that cannot do what it was asked. Its message says what failed, what was found, what is allowed, and what to do. */
export class DeliveryError extends Error {
  override readonly name = "DeliveryError";

  constructor(
    /** Stable. */
    readonly code: DeliveryErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(`${message} (${code})`, options);
  }
}

export type DeliveryErrorCode =
  | "unknown_environment"
  | "unknown_base"
  | "synthesis_failed"
  | "terraform_missing"
  | "terraform_failed"
  | "secret_in_report"
  | "no_saved_plans"
  | "plans_outdated"
  | "apply_failed"
  | "destroy_blocked"
  | "destroy_failed"
  | "not_confirmed"
  | "interrupted";
