import path from "node:path";
import { App } from "cdktf";
import { EnvironmentError, loadEnvironments } from "./environments";
import { PackageError, packageRotationFunction } from "./rotation-fn/package";
import { environmentStacks } from "./stacks/environment";

/** Every environment becomes its stacks, always: which of them is deployed is said on the command line. */
async function main(): Promise<void> {
  const environments = Object.values(loadEnvironments());
  const { zipFile, sha256Base64 } = await packageRotationFunction({
    regions: [...new Set(environments.map(({ region }) => region))].sort(),
    outFile: path.join(__dirname, "dist", "rotation-fn.zip"),
  });
  const app = new App();
  for (const environment of environments) {
    environmentStacks(app, environment, { zipFile, sha256: sha256Base64 });
  }
  app.synth();
}

main().catch((error: unknown) => {
  // What a person can correct is said without a stack trace.
  console.error(error instanceof EnvironmentError || error instanceof PackageError ? error.message : error);
  process.exitCode = 1;
});
