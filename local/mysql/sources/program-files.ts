import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/** The programs of this name in the folders of PATH, then in the folders where packages put them; the first ones first. */
export function programFiles(
  name: string,
  environment: NodeJS.ProcessEnv,
  usualFolders: readonly string[],
): readonly string[] {
  const folders = (environment.PATH ?? "").split(delimiter).filter(isAbsolute);
  return [...new Set([...folders, ...usualFolders])].map((folder) => join(folder, name)).filter(isProgramFile);
}

function isProgramFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
