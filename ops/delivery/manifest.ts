import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { StateId } from "../terraform/stack-runner";
import { DeliveryError } from "./delivery-error";

/** What saved plans were made from: `npm run apply` applies them only while all of it is still so. */
export interface Manifest {
  readonly version: 1;
  readonly environment: string;
  /** ISO 8601. */
  readonly at: string;
  readonly commit: string;
  /** Of the synthesized stacks of the environment and their assets, SHA-256. */
  readonly configurationSha256: string;
  /** Of the lock file of the providers that planned, SHA-256. */
  readonly providerLockSha256: string;
  /** In the order in which they are applied. */
  readonly stacks: readonly ManifestStack[];
}

export interface ManifestStack {
  readonly id: string;
  /** Absent for a stack that has nothing to do, or no plan that could be applied. */
  readonly plan?: { readonly file: string; readonly sha256: string };
  /** Absent for a stack that was never deployed. */
  readonly state?: StateId;
  /** Stacks after which it has to be reviewed again. */
  readonly after: readonly string[];
}

const FILE = "manifest.json";

export function writeManifest(folder: string, manifest: Manifest): void {
  writeFileSync(path.join(folder, FILE), `${JSON.stringify(manifest, undefined, 2)}\n`, { mode: 0o600 });
}

/** @throws DeliveryError `no_saved_plans` */
export function readManifest(folder: string, environment: string): Manifest {
  const file = path.join(folder, FILE);
  const problem = (found: string): DeliveryError =>
    new DeliveryError(
      "no_saved_plans",
      `there are no saved plans of ${environment}; found: ${found}; what to do: npm run review -- ${environment}`,
    );
  if (!existsSync(file)) throw problem(`no ${FILE} in ${folder}`);
  const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  if (manifest.version !== 1 || manifest.environment !== environment)
    throw problem(`a manifest of ${manifest.environment}, version ${manifest.version}`);
  return manifest;
}

/** SHA-256 of everything that Terraform reads of an environment's stacks: the synthesized files and the packaged function. */
export function configurationSha256(outFolder: string, stackIds: readonly string[]): string {
  const hash = createHash("sha256");
  for (const id of [...stackIds].sort()) {
    const folder = path.join(outFolder, "stacks", id);
    hash.update(`${id}\n`).update(readFileSync(path.join(folder, "cdk.tf.json")));
    for (const file of filesBelow(path.join(folder, "assets")))
      hash.update(`${file}\n`).update(readFileSync(path.join(folder, "assets", file)));
  }
  return hash.digest("hex");
}

export function fileSha256(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}
