import { DeliveryError } from "./delivery-error";

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Turns Ctrl-C and its kin into one abort, and says what is waited for. A second signal changes nothing: Terraform is writing its state.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const [name, code] of Object.entries(EXIT_CODES)) {
    process.on(name, () => {
      process.exitCode = code;
      if (!controller.signal.aborted)
        console.error(`interrupted by ${name}; a Terraform that runs ends what it is doing and writes its state first`);
      controller.abort(new DeliveryError("interrupted", `interrupted by ${name}`));
    });
  }
  return controller.signal;
}

/** Prints what a person can correct in one message; a defect keeps its stack. The exit code of an interruption stays. */
export function reportFailure(error: unknown): void {
  console.error(error instanceof DeliveryError ? error.message : error);
  process.exitCode = Number(process.exitCode ?? 0) || 1;
}
