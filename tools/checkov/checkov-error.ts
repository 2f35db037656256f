/** Why a scan gave no verdict. A finding is no error. */
export class CheckovError extends Error {
  override readonly name = "CheckovError";

  constructor(
    readonly code: "checkov_failed" | "checkov_blind",
    message: string,
    options?: ErrorOptions,
  ) {
    super(`${message} (${code})`, options);
  }
}
