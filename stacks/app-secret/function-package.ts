import type { Environment } from "../../environments/schema";
import { PackageError, packageRotationFunction } from "../../rotation-fn/package";
import type { FunctionPackage } from "./rotation-function";

export { PackageError };

/**
 * Packages the rotation function once for all environments, so that every one of them deploys the same bytes: with the RDS
 * roots of all their regions in it. Throws `PackageError`.
 */
export async function functionPackageFor(
  environments: readonly Environment[],
  outFile: string,
): Promise<FunctionPackage> {
  const regions = [...new Set(environments.map(({ region }) => region))].sort();
  const { zipFile, sha256Base64, codeDigest } = await packageRotationFunction({ regions, outFile });
  return { zipFile, sha256: sha256Base64, codeDigest };
}
