import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";

/** The first `terraform` on a search path such as `process.env.PATH`, or undefined when there is none. */
export function findTerraform(searchPath: string | undefined): string | undefined {
  return (searchPath ?? "")
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, process.platform === "win32" ? "terraform.exe" : "terraform"))
    .find(isExecutableFile);
}

function isExecutableFile(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
