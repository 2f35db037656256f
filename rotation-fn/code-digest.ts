import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * SHA-256 over names and contents of a package's files, in hexadecimal. Unlike Lambda's CodeSha256, which is of the zip, the function can
 * calculate it from what it runs as, without a call and without a right.
 */
export function codeDigest(files: Readonly<Record<string, Uint8Array>>): string {
  const hash = createHash("sha256");
  for (const name of Object.keys(files).sort()) {
    const content = files[name] ?? new Uint8Array();
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/** The digest of an unpacked package: of the plain files in its folder. */
export function codeDigestOfFolder(folder: string): string {
  const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));
  return codeDigest(Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name))])));
}
