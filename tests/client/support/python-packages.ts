import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { cacheFolder } from "../../../local/mysql/cache-folder";
import { installPythonPackages } from "../../../local/mysql/install-python-packages";

/** What the Python module is tested with. `cryptography` is for PyMySQL: caching_sha2_password. */
const PACKAGES = ["boto3==1.44.8", "PyMySQL==1.2.4", "SQLAlchemy==2.1.9", "cryptography==50.0.2"] as const;

/** A folder for PYTHONPATH with the packages of the Python module, installed once with the pip that is configured; or why there is none. */
export async function pythonPackages(): Promise<{ readonly folder: string } | { readonly missing: string }> {
  const python = spawnSync("python3", ["-m", "pip", "--version"], { encoding: "utf8" });
  if (python.status !== 0) return { missing: "there is no python3 with pip on the PATH" };
  const folder = path.join(cacheFolder(), `python-client-${PACKAGES.join("-").replaceAll("==", "-")}`);
  if (existsSync(folder)) return { folder };
  try {
    await installPythonPackages(folder, PACKAGES);
    return { folder };
  } catch (error) {
    return { missing: `pip could not install ${PACKAGES.join(", ")}: ${(error as Error).message}` };
  }
}
