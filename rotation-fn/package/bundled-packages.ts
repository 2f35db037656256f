import type { Metafile } from "esbuild";

/** A package of which at least one byte is in the bundle. */
export interface BundledPackage {
  readonly name: string;
  /** Its folder, relative to the repository root, with forward slashes. */
  readonly folder: string;
  /** How much of the bundle is its code. */
  readonly bytes: number;
}

/** The files of which at least one byte is in the bundle: what tree shaking left out does not count. */
export function bundledInputs(metafile: Metafile): { readonly file: string; readonly bytes: number }[] {
  return Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .map(([file, { bytesInOutput }]) => ({ file, bytes: bytesInOutput }))
    .filter(({ bytes }) => bytes > 0);
}

/** The packages that are really in the bundle, by folder. */
export function bundledPackages(metafile: Metafile): BundledPackage[] {
  const bytesByFolder = new Map<string, number>();
  for (const { file, bytes } of bundledInputs(metafile)) {
    const folder = packageFolderOf(file);
    if (folder !== undefined) bytesByFolder.set(folder, (bytesByFolder.get(folder) ?? 0) + bytes);
  }
  return [...bytesByFolder]
    .map(([folder, bytes]) => ({ name: packageOfPath(`${folder}/`) ?? folder, folder, bytes }))
    .sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

/** The name of the package that a file belongs to, from its path alone; undefined for a file of this project. */
export function packageOfPath(file: string): string | undefined {
  return packageFolderOf(file)?.split("node_modules/").at(-1);
}

/** The folder of the package that a file belongs to; undefined for a file of this project. */
export function packageFolderOf(file: string): string | undefined {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file.replaceAll("\\", "/"))?.[1];
}
