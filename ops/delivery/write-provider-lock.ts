import { copyFileSync, rmSync } from "node:fs";
import path from "node:path";
import { type OpenOptions, openEnvironment } from "../review/open-environment";
import { errorsIn } from "../terraform/errors-in";
import { DeliveryError } from "./delivery-error";

export interface ProviderLockOptions extends OpenOptions {
  /** As Terraform names them: `linux_amd64`. */
  readonly platforms: readonly string[];
  /** A filesystem mirror; without it the public registry. */
  readonly mirror?: string;
  readonly outFile: string;
}

/**
 * Writes the lock file of an environment's providers. No stack is initialized for it: that would need credentials, and would refuse with the
 * old lock file as soon as the stacks want a newer provider.
 *
 * @throws DeliveryError `terraform_failed`
 */
export async function writeProviderLock(options: ProviderLockOptions): Promise<void> {
  const { platforms, mirror, outFile } = options;
  const { stacks, runner, folderOf } = await openEnvironment({ ...options, isInitialized: false });
  const folder = folderOf(stacks[0]?.id ?? "");
  const lockFile = path.join(folder, ".terraform.lock.hcl");
  rmSync(lockFile, { force: true });
  const from = mirror === undefined ? [] : [`-fs-mirror=${path.resolve(mirror)}`];
  const named = platforms.map((name) => `-platform=${name}`);
  const run = await runner.run(folder, ["providers", "lock", ...from, ...named]);
  if (run.exitCode !== 0) {
    throw new DeliveryError("terraform_failed", `terraform providers lock failed: ${errorsIn(run.output)}`);
  }
  copyFileSync(lockFile, outFile);
}
