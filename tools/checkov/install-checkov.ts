import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { makeCachedFolder } from "../../local/mysql/make-cached-folder";
import { CHECKOV_VERSION, type Checkov, privateCheckovFolder } from "./find-checkov";

const INSTALL_TIMEOUT_MS = 600_000;

/**
 * Installs checkov into the project's own cache folder (some 270 MB, half a minute), with the pip and the index that are
 * configured on this machine, and without building anything from source. Returns why not when that does not work.
 */
export async function installCheckov(cacheFolder: string): Promise<Checkov | { readonly whyNot: string }> {
  const folder = privateCheckovFolder(cacheFolder);
  const pip = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"];
  try {
    // A folder and no virtual environment: it can be renamed when it is complete, and needs no python3-venv.
    await makeCachedFolder(folder, async (unfinished) => {
      const what = ["--only-binary", ":all:", "--target", unfinished, `checkov==${CHECKOV_VERSION}`];
      await promisify(execFile)("python3", [...pip, ...what], { env: { ...process.env }, timeout: INSTALL_TIMEOUT_MS });
    });
  } catch (error) {
    const [line = "unknown reason"] = String((error as { stderr?: string }).stderr || (error as Error).message)
      .trim()
      .split("\n")
      .slice(-1);
    return { whyNot: `python3 -m pip could not install checkov ${CHECKOV_VERSION}: ${line}` };
  }
  const environment = { PYTHONPATH: folder };
  return { command: "python3", args: ["-m", "checkov.main"], environment, version: CHECKOV_VERSION };
}
