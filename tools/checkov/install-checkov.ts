import { installPythonPackages } from "../../local/mysql/install-python-packages";
import { CHECKOV_VERSION, type Checkov, privateCheckovFolder } from "./find-checkov";

/**
 * Installs checkov into the project's own cache folder (some 270 MB, half a minute). Returns why not when that does not work.
 */
export async function installCheckov(cacheFolder: string): Promise<Checkov | { readonly whyNot: string }> {
  const folder = privateCheckovFolder(cacheFolder);
  try {
    await installPythonPackages(folder, [`checkov==${CHECKOV_VERSION}`]);
  } catch (error) {
    return { whyNot: `python3 -m pip could not install checkov ${CHECKOV_VERSION}: ${(error as Error).message}` };
  }
  const environment = { PYTHONPATH: folder };
  return { command: "python3", args: ["-m", "checkov.main"], environment, version: CHECKOV_VERSION };
}
