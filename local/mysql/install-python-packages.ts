import { makeCachedFolder } from "./make-cached-folder";
import { runProgram } from "./run-program";

const INSTALL_TIMEOUT_MS = 600_000;

/**
 * Installs Python packages into a folder of the cache, complete or not at all, with the pip and the index that are configured, and without
 * building anything from source. `what` are pip's words for them: `name==version`, or `-r <file>`. Throws `command_failed`, which repeats pip's last lines.
 *
 * A folder for PYTHONPATH and no virtual environment: it can be renamed when it is complete, and needs no python3-venv, which Debian leaves out.
 */
export function installPythonPackages(folder: string, what: readonly string[]): Promise<void> {
  return makeCachedFolder(folder, async (unfinished) => {
    const pip = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"];
    await runProgram("python3", [...pip, "--only-binary", ":all:", "--target", unfinished, ...what], {
      timeoutMs: INSTALL_TIMEOUT_MS,
    });
  });
}
