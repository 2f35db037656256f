import path from "node:path";
import { pathToFileURL } from "node:url";
import { DeliveryError } from "../../delivery/delivery-error";
import { runInGroup } from "../../terraform/process-group";

const TIMEOUT_MS = 300_000;

/**
 * Synthesizes every environment of a checkout into a folder, with the checkout's own `main.ts` and guard rails.
 *
 * @throws DeliveryError `synthesis_failed` with what `main.ts` printed: broken guard rails, and keys that are wrong
 */
export async function synthesizeCheckout(checkout: string, outFolder: string, signal: AbortSignal): Promise<void> {
  const loader = pathToFileURL(require.resolve("tsx")).href;
  const run = await runInGroup(process.execPath, ["--import", loader, path.join(checkout, "main.ts")], {
    cwd: checkout,
    environment: { ...environmentVariables(), CDKTF_OUTDIR: outFolder },
    timeoutMs: TIMEOUT_MS,
    signal,
  });
  if (run.exitCode !== 0) {
    throw new DeliveryError("synthesis_failed", `the stacks cannot be synthesized:\n${run.output.trim()}\n`);
  }
}

/** This process's environment. */
export function environmentVariables(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
