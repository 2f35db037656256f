import { spawnSync } from "node:child_process";
import { findOrInstallMoto } from "./aws/moto/install-moto";
import { cacheFolder } from "./mysql/cache-folder";
import { terraformOrWhyNot } from "./terraform/terraform-or-why-not";

/**
 * `npm run test:e2e`: the short lifecycle run where Terraform, the AWS provider and Python are installed. Where one is missing it says
 * which, skips the run and exits with 0; otherwise it exits as the run does.
 */
async function main(): Promise<number> {
  const missing = await whatIsMissing();
  if (missing !== undefined) {
    console.log(`skipped: deploying, rotating and destroying with the real provider, because ${missing}`);
    return 0;
  }
  const args = ["--import", "tsx", "local/rehearse.ts", "--deploy", ...process.argv.slice(2)];
  return spawnSync(process.execPath, args, { stdio: "inherit" }).status ?? 1;
}

async function whatIsMissing(): Promise<string | undefined> {
  const found = terraformOrWhyNot();
  if (found.whyNot !== undefined) return found.whyNot;
  return findOrInstallMoto(cacheFolder(), (words) => console.log(words)).then(
    () => undefined,
    (error: Error) => error.message,
  );
}

void main().then((exitCode) => {
  process.exitCode = exitCode;
});
