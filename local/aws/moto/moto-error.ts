/** Why there is no moto. The message says what to do. */
export class MotoError extends Error {
  override readonly name = "MotoError";

  constructor(
    readonly code: "moto_not_found" | "moto_start_failed",
    message: string,
    options?: ErrorOptions,
  ) {
    super(`${message} (${code})`, options);
  }
}
