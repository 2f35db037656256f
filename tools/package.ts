import path from "node:path";
import { Command, Option } from "commander";
import { EnvironmentError, loadEnvironments } from "../environments";
import { PackageError, packageRotationFunction } from "../rotation-fn/package";

/** `npm run package`: writes the zip that every environment deploys, and says how to recognise it. */
async function main(): Promise<void> {
  const { out } = new Command("package")
    .description(
      "Package the rotation function for Lambda, with the RDS root certificates of all environments' regions.",
    )
    .addOption(
      new Option("--out <file>", "where the zip goes").default(
        path.resolve(__dirname, "..", "dist", "rotation-fn.zip"),
        "dist/rotation-fn.zip",
      ),
    )
    .allowExcessArguments(false)
    .parse()
    .opts<{ out: string }>();
  const regions = [...new Set(Object.values(loadEnvironments()).map(({ region }) => region))].sort();
  const { zipFile, billFile, bytes, sha256Base64 } = await packageRotationFunction({ regions, outFile: out });
  console.log(`file     ${path.relative("", zipFile)}`);
  console.log(`bill     ${path.relative("", billFile)}  (CycloneDX: packages, versions, licences)`);
  console.log(`regions  ${regions.join(", ")}`);
  console.log(`bytes    ${bytes}`);
  console.log(`sha256   ${sha256Base64}  (base64, as Lambda's CodeSha256)`);
}

main().catch((error: unknown) => {
  // What a person can put right is said in one message; anything else is a defect and keeps its stack.
  const expected = error instanceof PackageError || error instanceof EnvironmentError;
  console.error(expected ? error.message : error);
  process.exitCode = 1;
});
