import { createHash } from "node:crypto";
import path from "node:path";
import { codeDigest } from "./code-digest";
import { billOfMaterials } from "./package/bill-of-materials";
import { bundle } from "./package/bundle";
import { deterministicZip } from "./package/deterministic-zip";
import { rdsCaPem } from "./package/rds-ca";
import { thirdPartyNotices } from "./package/third-party-notices";
import { writeIfChanged } from "./package/write-if-changed";

export interface PackageInput {
  /** AWS regions whose databases the function may meet, such as "eu-central-1". At least one. */
  readonly regions: readonly string[];
  /** Where the zip goes; a relative path is taken from the working directory. Folders are made. */
  readonly outFile: string;
}

export interface PackagedFunction {
  /** Absolute path of the zip. */
  readonly zipFile: string;
  /** Absolute path of the bill of materials beside the zip: CycloneDX in JSON. */
  readonly billFile: string;
  /** SHA-256 of the zip in base64: what Lambda calls CodeSha256 and Terraform `source_code_hash`. */
  readonly sha256Base64: string;
  /** SHA-256 over the files in it, which the function calculates of itself. */
  readonly codeDigest: string;
  /** Size of the zip. */
  readonly bytes: number;
}

/**
 * Packages the rotation function for Lambda: `index.js` (CommonJS, exports `handler`), `rds-ca.pem` (the RDS root certificates
 * of the regions) and `LICENSES.txt`. Beside it goes a bill of materials, `rotation-fn.cdx.json` beside `rotation-fn.zip`.
 *
 * The bytes depend on the source, the installed packages and the regions alone: not on the place, the time, the user or the
 * machine. So two builds of one commit can be compared, and a plan shows a change of code only when there is one.
 * Throws {@link PackageError}.
 */
export async function packageRotationFunction({ regions, outFile }: PackageInput): Promise<PackagedFunction> {
  const root = path.resolve(__dirname, "..");
  const pem = rdsCaPem(regions);
  const { code, metafile } = await bundle({ root });
  const files = {
    "index.js": code,
    "rds-ca.pem": Buffer.from(pem),
    "LICENSES.txt": Buffer.from(await thirdPartyNotices(root, metafile)),
  };
  const zip = deterministicZip(files);
  const zipFile = path.resolve(outFile);
  await writeIfChanged(zipFile, zip);
  const sha256 = createHash("sha256").update(zip).digest();
  const billFile = zipFile.replace(/(\.zip)?$/, ".cdx.json");
  await writeIfChanged(
    billFile,
    Buffer.from(await billOfMaterials({ root, metafile, sha256: sha256.toString("hex") })),
  );
  const sha256Base64 = sha256.toString("base64");
  return { zipFile, billFile, sha256Base64, codeDigest: codeDigest(files), bytes: zip.length };
}

export { PackageError, type PackageErrorCode } from "./package/package-error";
