import { copyFileSync } from "node:fs";
import path from "node:path";
import { openEnvironment } from "../review/open-environment";
import { errorsIn } from "../terraform/errors-in";
import { DeliveryError } from "./delivery-error";
import { interruption, reportFailure } from "./interruption";
import { lockProvidersProgram } from "./programs";

/** `npm run lock-providers`: writes the lock file that every init of a real environment uses read-only. */
async function main(): Promise<void> {
  const command = lockProvidersProgram().parse();
  const [environment = ""] = command.args;
  const { platform, fsMirror, out } = command.opts<{ platform: readonly string[]; fsMirror?: string; out: string }>();
  const { stacks, runner, folderOf } = await openEnvironment({
    project: path.resolve(__dirname, "..", ".."),
    environment,
    signal: interruption(),
  });
  const folder = folderOf(stacks[0]?.id ?? "");
  const platforms = platform.map((name) => `-platform=${name}`);
  const mirror = fsMirror === undefined ? [] : [`-fs-mirror=${path.resolve(fsMirror)}`];
  const run = await runner.run(folder, ["providers", "lock", ...mirror, ...platforms]);
  if (run.exitCode !== 0) {
    throw new DeliveryError("terraform_failed", `terraform providers lock failed: ${errorsIn(run.output)}`);
  }
  copyFileSync(path.join(folder, ".terraform.lock.hcl"), path.resolve(out));
  console.log(`written  ${path.relative("", path.resolve(out))}  for ${platform.join(", ")}`);
}

main().catch(reportFailure);
