import { readFile } from "node:fs/promises";
import path from "node:path";
import * as z from "zod/mini";
import { PackageError } from "./package-error";

/** SPDX names of licences that allow redistribution inside the zip with no more than a notice. */
const ALLOWED_LICENCES = ["MIT", "Apache-2.0", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause"];

const Manifest = z.object({ name: z.string(), version: z.string(), license: z.optional(z.string()) });

/** What a package says of itself. */
export interface PackageManifest {
  readonly name: string;
  readonly version: string;
  /** An SPDX name. */
  readonly license: string;
}

/** Reads the manifest of a package that goes into the zip. Throws `licence_not_allowed` without one of the allowed licences. */
export async function readManifest(folder: string): Promise<PackageManifest> {
  const manifest = Manifest.parse(JSON.parse(await readFile(path.join(folder, "package.json"), "utf8")));
  const { name, version, license } = manifest;
  if (license === undefined || !ALLOWED_LICENCES.includes(license)) {
    throw new PackageError("licence_not_allowed", {
      problem: `the bundle would contain ${name} ${version}, whose licence is not on the list`,
      found: license ?? "no licence in its package.json",
      allowed: ALLOWED_LICENCES.join(", "),
      remedy: "keep the package out of the bundle, or have its licence checked and add it in package-manifest.ts",
    });
  }
  return { name, version, license };
}
