import type { Metafile } from "esbuild";

/** A package of which at least one byte is in the bundle. */
export interface BundledPackage {
  readonly name: string;
  /** Its folder, relative to the repository root, with forward slashes. */
  readonly folder: string;
  /** How much of the bundle is its code. */
  readonly bytes: number;
}

/** The packages that are really in the bundle, by name: what tree shaking left out does not count. */
export function bundledPackages(metafile: Metafile): BundledPackage[] {
  const bytesByFolder = new Map<string, number>();
  for (const output of Object.values(metafile.outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const folder = packageFolder(input);
      if (folder === undefined || bytesInOutput === 0) continue;
      bytesByFolder.set(folder, (bytesByFolder.get(folder) ?? 0) + bytesInOutput);
    }
  }
  return [...bytesByFolder]
    .map(([folder, bytes]) => ({ name: packageOfPath(`${folder}/`) ?? folder, folder, bytes }))
    .sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

/** The name of the package that a file belongs to, from its path alone; undefined for a file of this project. */
export function packageOfPath(file: string): string | undefined {
  return packageFolder(file)?.split("node_modules/").at(-1);
}

function packageFolder(file: string): string | undefined {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file.replaceAll("\\", "/"))?.[1];
}
