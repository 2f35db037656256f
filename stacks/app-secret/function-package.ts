import type { Environment } from "../../environments/schema";
import { PackageError, packageRotationFunction } from "../../rotation-fn/package";
import type { FunctionPackage } from "./rotation-function";

export { PackageError };

/**
 * Packages the rotation function once, with the RDS root certificates of all environments' regions, so that every environment deploys
 * the same bytes. Throws `PackageError`.
 */
export async function functionPackageFor(
  environments: readonly Environment[],
  outFile: string,
): Promise<FunctionPackage> {
  const regions = [...new Set(environments.map(({ region }) => region))].sort();
  const { zipFile, sha256Base64, codeDigest } = await packageRotationFunction({ regions, outFile });
  return { zipFile, sha256: sha256Base64, codeDigest };
}
