import { App } from "cdktf";
import { type Environment, parseEnvironment } from "../../environments";
import { local } from "../../environments/local";
import { packageRotationFunction } from "../../rotation-fn/package";
import { environmentStacks } from "../../stacks/environment";
import { withOverlay } from "./overlay";
import { type Choices, ENVIRONMENT } from "./workspace";

export interface Synthesis {
  /** Where stacks are written, absolute. */
  readonly outFolder: string;
  /** Where the packaged function is written, absolute. */
  readonly zipFile: string;
  readonly choices: Partial<Choices>;
}

/**
 * Synthesizes the environment `local` with the very stacks, schema and guard rails of every other one, after the keys of the overlay
 * have been merged into its file. Each stack signs its calls with an access key of its own, so that a recording tells whose they are.
 *
 * Throws EnvironmentError, PackageError or GuardRailError like `main.ts`.
 */
export async function synthesizeLocal({ outFolder, zipFile, choices }: Synthesis): Promise<Environment> {
  const environment = parseEnvironment(ENVIRONMENT, withOverlay(local, choices.overlay ?? {}));
  const regions = [...new Set([environment.region, ...(choices.packagedRegions ?? [])])].sort();
  const { sha256Base64, codeDigest } = await packageRotationFunction({ regions, outFile: zipFile });
  const app = new App({ outdir: outFolder });
  const stacks = environmentStacks(app, environment, { zipFile, sha256: sha256Base64, codeDigest });
  for (const stack of Object.values(stacks)) stack.addOverride("provider.aws.0.profile", stack.node.id);
  app.synth();
  return environment;
}
