import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { installPythonPackages } from "../../local/mysql/install-python-packages";

const REQUIREMENTS = path.join(__dirname, "requirements.txt");
const BUILD_TIMEOUT_MS = 300_000;

/** Sphinx with its theme, in a folder of this project's own. */
export interface Sphinx {
  readonly folder: string;
}

/**
 * Installs the packages of requirements.txt into the cache folder (some 100 MB, 15 s), or finds them there. Returns why not when that does
 * not work. Another Sphinx on this machine is not used: what it warns about depends on its version.
 */
export async function findOrInstallSphinx(cacheFolder: string): Promise<Sphinx | { readonly whyNot: string }> {
  try {
    await python(["--version"], BUILD_TIMEOUT_MS);
  } catch (error) {
    return { whyNot: `python3 does not run (${(error as Error).message})` };
  }
  const digest = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex").slice(0, 12);
  const folder = path.join(cacheFolder, `sphinx-${digest}`);
  if (existsSync(folder)) return { folder };
  try {
    // Every package is named with its version, so that none is chosen on the day of the installation.
    await installPythonPackages(folder, ["--no-deps", "-r", REQUIREMENTS]);
  } catch (error) {
    return { whyNot: `python3 -m pip could not install Sphinx: ${(error as Error).message}` };
  }
  return { folder };
}

/** Builds the pages of a folder. Returns what Sphinx warned about: a link that leads nowhere, or a page that is in no group. */
export async function buildHtml(
  { folder }: Sphinx,
  { pages, site }: { readonly pages: string; readonly site: string },
): Promise<readonly string[]> {
  const options = ["--builder", "html", "--fail-on-warning", "--quiet", "--doctree-dir", path.join(pages, ".doctrees")];
  try {
    // -P: a folder of pages is not searched for Python modules.
    await python(["-P", "-m", "sphinx", ...options, pages, site], BUILD_TIMEOUT_MS, { PYTHONPATH: folder });
    return [];
  } catch (error) {
    return outputOf(error).map((line) => line.replace(`${pages}${path.sep}`, ""));
  }
}

async function python(
  args: readonly string[],
  timeoutMs: number,
  added: Readonly<Record<string, string>> = {},
): Promise<void> {
  await promisify(execFile)("python3", [...args], { env: { ...process.env, ...added }, timeout: timeoutMs });
}

function outputOf(error: unknown): readonly string[] {
  return String((error as { stderr?: string }).stderr || (error as Error).message)
    .trim()
    .split("\n");
}
