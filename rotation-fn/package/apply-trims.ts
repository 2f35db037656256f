import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Metafile, Plugin } from "esbuild";
import { bundledInputs, packageOfPath } from "./bundled-packages";
import { PackageError } from "./package-error";
import type { StandIn, Trim } from "./trims";

/** esbuild's namespace for what takes a trimmed module's place. */
const NAMESPACE = "stand-in";

export interface AppliedTrims {
  readonly plugin: Plugin;
  /** Throws unless every trim has met its module and nothing that it removes came in by another way. */
  verify(metafile: Metafile): void;
}

/**
 * Replaces modules of dependencies while bundling. A trim that no longer finds its module, or no longer keeps it out, fails
 * the build: otherwise an upgrade would undo it without a word.
 */
export function applyTrims(trims: readonly Trim[]): AppliedTrims {
  const met = new Set<Trim>();
  return {
    plugin: {
      name: "trims",
      setup(build) {
        for (const trim of trims) {
          build.onResolve({ filter: new RegExp(`^${escapeForRegExp(trim.specifier)}$`) }, async (args) => {
            if (args.pluginData === NAMESPACE || packageOfPath(args.importer) !== trim.importedBy) return undefined;
            const { importer, resolveDir, kind } = args;
            const original = await build.resolve(args.path, { importer, resolveDir, kind, pluginData: NAMESPACE });
            if (original.errors.length > 0) return { errors: original.errors };
            met.add(trim);
            return { path: trim.specifier, namespace: NAMESPACE, pluginData: original.path };
          });
        }
        build.onLoad({ filter: /.*/, namespace: NAMESPACE }, async (args) => {
          const trim = trims.find(({ specifier }) => specifier === args.path);
          if (trim === undefined) return undefined;
          const originalFile = args.pluginData as string;
          const contents = await sourceOf(trim.standIn, originalFile);
          // The stand-in's own imports are looked up where the original's would be.
          return { contents, loader: "ts", resolveDir: path.dirname(originalFile) };
        });
      },
    },
    verify(metafile) {
      const inputs = bundledInputs(metafile).map(({ file }) => file.split("node_modules/").at(-1) ?? file);
      for (const trim of trims) {
        if (!met.has(trim)) throw missing(trim);
        const back = trim.removes.filter((removed) => inputs.some((file) => `${file}/`.startsWith(`${removed}/`)));
        if (back.length > 0) throw bypassed(trim, back);
      }
    },
  };
}

async function sourceOf(standIn: StandIn, originalFile: string): Promise<string> {
  if ("file" in standIn) return await readFile(standIn.file, "utf8");
  return "code" in standIn ? standIn.code : standIn.derive(originalFile);
}

function missing(trim: Trim): PackageError {
  return new PackageError("trim_target_missing", {
    problem: `the bundle is to leave out "${trim.specifier}", but ${trim.importedBy} no longer imports it`,
    remedy:
      `look at what ${trim.importedBy} imports now, then correct the entry in rotation-fn/package/trims.ts ` +
      "(or drop it when nothing is left to trim) and measure again (docs/decisions/003-bundle-and-trim.md)",
  });
}

function bypassed(trim: Trim, back: readonly string[]): PackageError {
  return new PackageError("trim_bypassed", {
    problem: `the bundle is to leave out what "${trim.specifier}" brings, but some of it came in by another way`,
    found: back.join(", "),
    remedy: "find the importer with esbuild's metafile, then widen the entry in rotation-fn/package/trims.ts",
  });
}

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
