import path from "node:path";
import { type BuildFailure, build, type Message, type Metafile } from "esbuild";
import { applyTrims } from "./apply-trims";
import { PackageError } from "./package-error";
import { TRIMS, type Trim } from "./trims";

export interface Bundle {
  /** CommonJS source that exports `handler`. */
  readonly code: Uint8Array;
  /** What is in it, and how much of each. */
  readonly metafile: Metafile;
}

export interface BundleInput {
  /** The repository root, absolute. It appears nowhere in the result. */
  readonly root: string;
  /** The entry file, relative to the root. */
  readonly entry?: string;
  readonly trims?: readonly Trim[];
}

/**
 * Bundles the function and its dependencies into one CommonJS file.
 *
 * The same bytes come out wherever the repository is and whoever builds: paths are relative to the root, links are not
 * followed, and nothing is taken from the environment or from a tsconfig.json that is found on the way.
 * Names and lines stay readable, so that a stack trace in the log leads to code (docs/decisions/003-bundle-and-trim.md has what that costs).
 */
export async function bundle({ root, entry = "rotation-fn/index.ts", trims = TRIMS }: BundleInput): Promise<Bundle> {
  const { plugin, verify } = applyTrims(trims);
  const result = await build({
    absWorkingDir: root,
    entryPoints: [`./${entry}`],
    outfile: "index.js",
    write: false,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    // ES modules first: only they can be tree-shaken. The SDK's CommonJS builds would bring every operation.
    mainFields: ["module", "main"],
    minifySyntax: true,
    legalComments: "none",
    sourcemap: false,
    charset: "ascii",
    metafile: true,
    preserveSymlinks: true,
    tsconfigRaw: { compilerOptions: { strict: true } },
    plugins: [plugin],
    logLevel: "silent",
  }).catch((error: BuildFailure) => {
    if (!Array.isArray(error.errors)) throw error;
    throw error.errors.find(({ detail }) => detail instanceof PackageError)?.detail ?? refused(error.errors, error);
  });
  if (result.warnings.length > 0) throw refused(result.warnings);
  verify(result.metafile);
  const code = result.outputFiles.find((file) => path.basename(file.path) === "index.js")?.contents;
  if (code === undefined) throw new TypeError("esbuild wrote no index.js");
  return { code, metafile: result.metafile };
}

function refused(messages: readonly Message[], cause?: unknown): PackageError {
  const listed = messages.map(({ text, location }) =>
    location === null ? text : `${location.file}:${location.line}:${location.column}: ${text}`,
  );
  return new PackageError(
    "bundle_failed",
    {
      problem: "the rotation function could not be bundled",
      found: listed.join("\n  "),
      remedy: "correct the source at the places named; run `npm ci` first when a package could not be resolved",
    },
    cause,
  );
}
