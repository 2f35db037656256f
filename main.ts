import path from "node:path";
import { App } from "cdktf";
import { EnvironmentError, loadEnvironments } from "./environments";
import { functionPackageFor, PackageError } from "./stacks/app-secret/function-package";
import { environmentStacks } from "./stacks/environment";
import { GuardRailError } from "./stacks/guard-rails";

/** Every environment becomes its stacks, always: which of them is deployed is said on the command line. */
async function main(): Promise<void> {
  const environments = Object.values(loadEnvironments());
  const zipFile = path.join(__dirname, "dist", "rotation-fn.zip");
  const functionPackage = await functionPackageFor(environments, zipFile);
  const app = new App();
  for (const environment of environments) environmentStacks(app, environment, functionPackage);
  app.synth();
}

main().catch((error: unknown) => {
  // What a person can correct is said without a stack trace.
  const isExpected = [EnvironmentError, PackageError, GuardRailError].some((kind) => error instanceof kind);
  console.error(isExpected ? (error as Error).message : error);
  process.exitCode = 1;
});
