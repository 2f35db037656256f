import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { App } from "cdktf";
import type { Environment } from "../environments";
import { environmentStacks } from "../stacks/environment";

/** A stand-in for the packaged function: neither the stacks nor those who examine them look inside. */
export const STAND_IN_PACKAGE = {
  content: "not a real package",
  sha256: createHash("sha256").update("not a real package").digest("base64"),
  codeDigest: createHash("sha256").update("no files").digest("hex"),
};

/**
 * Synthesizes environments below a folder, as main.ts does, without packaging the function. Returns the folder that holds one
 * folder a stack, each with its `cdk.tf.json`. Throws GuardRailError.
 */
export function synthesizeTo(folder: string, environments: readonly Environment[]): string {
  mkdirSync(folder, { recursive: true });
  const zipFile = path.join(folder, "rotation-fn.zip");
  writeFileSync(zipFile, STAND_IN_PACKAGE.content);
  const outdir = path.join(folder, "cdktf.out");
  const app = new App({ outdir });
  for (const environment of environments) {
    environmentStacks(app, environment, { ...STAND_IN_PACKAGE, zipFile });
  }
  app.synth();
  return path.join(outdir, "stacks");
}
