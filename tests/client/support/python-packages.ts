import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { cacheFolder } from "../../../local/mysql/cache-folder";
import { makeCachedFolder } from "../../../local/mysql/make-cached-folder";
import { runProgram } from "../../../local/mysql/run-program";

/** What the Python module is tested with. `cryptography` is for PyMySQL: caching_sha2_password. */
const PACKAGES = ["boto3==1.44.8", "PyMySQL==1.2.4", "SQLAlchemy==2.1.9", "cryptography==50.0.2"] as const;
const INSTALL_TIMEOUT_MS = 300_000;

/** A folder for PYTHONPATH with the packages of the Python module, installed once with the pip that is configured; or why there is none. */
export async function pythonPackages(): Promise<{ readonly folder: string } | { readonly missing: string }> {
  const python = spawnSync("python3", ["-m", "pip", "--version"], { encoding: "utf8" });
  if (python.status !== 0) return { missing: "there is no python3 with pip on the PATH" };
  const folder = path.join(cacheFolder(), `python-client-${PACKAGES.join("-").replaceAll("==", "-")}`);
  if (existsSync(folder)) return { folder };
  const pip = [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--no-input",
    "--disable-pip-version-check",
    "--only-binary",
    ":all:",
  ];
  try {
    await makeCachedFolder(folder, async (unfinished) => {
      await runProgram("python3", [...pip, "--target", unfinished, ...PACKAGES], {
        timeoutMs: INSTALL_TIMEOUT_MS,
        environment: { ...process.env },
      });
    });
    return { folder };
  } catch (error) {
    return { missing: `pip could not install ${PACKAGES.join(", ")}: ${(error as Error).message}` };
  }
}
