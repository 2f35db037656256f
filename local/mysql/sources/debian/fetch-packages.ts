import { mkdtempSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "../../run-program";

export interface PackageRequest {
  readonly packageName: string;
  readonly suite: string;
  readonly mirror: string;
  /** apt verifies the archive's signature with these keys, and every package with the hashes that are signed. */
  readonly keyring: string;
  readonly architecture: string;
}

const UPDATE_TIMEOUT_MS = 180_000;
const DOWNLOAD_TIMEOUT_MS = 600_000;
const UNPACK_TIMEOUT_MS = 60_000;
/** What mysqld's packages depend on and mysqld itself does not use: their scripts' interpreter. */
const NOT_UNPACKED = /^(?:perl|libperl)/;

/**
 * Downloads a package of Debian with all that it depends on and unpacks it into `target`. Nothing is installed and no
 * file of the system's own apt or dpkg is touched: apt gets a state, a cache and a list of sources of its own.
 */
export async function fetchPackages(request: PackageRequest, target: string): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), "debian-mysql-"));
  try {
    const configuration = await writeAptState(work, request);
    const apt = (...command: string[]): readonly string[] => ["-c", configuration, ...command];
    await runProgram("apt-get", apt("-q", "update"), { timeoutMs: UPDATE_TIMEOUT_MS });
    await runProgram("apt-get", apt("-q", "-y", "--download-only", "install", request.packageName), {
      timeoutMs: DOWNLOAD_TIMEOUT_MS,
    });
    await mkdir(target, { recursive: true, mode: 0o700 });
    const archives = join(work, "cache", "archives");
    const packages = (await readdir(archives)).filter((name) => name.endsWith(".deb") && !NOT_UNPACKED.test(name));
    for (const name of packages) {
      await runProgram("dpkg-deb", ["--extract", join(archives, name), target], { timeoutMs: UNPACK_TIMEOUT_MS });
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** A world of apt's own under `work`; returns the configuration file that describes it (apt.conf(5)). */
async function writeAptState(work: string, request: PackageRequest): Promise<string> {
  for (const folder of ["state/lists/partial", "cache/archives/partial", "parts"]) {
    await mkdir(join(work, folder), { recursive: true });
  }
  await writeFile(join(work, "status"), ""); // nothing is installed, so everything that is needed is fetched
  await writeFile(
    join(work, "sources.list"),
    `deb [arch=${request.architecture} signed-by=${request.keyring}] ${request.mirror} ${request.suite} main\n`,
  );
  const settings: Readonly<Record<string, string>> = {
    "Dir::State": join(work, "state"),
    "Dir::State::status": join(work, "status"),
    "Dir::Cache": join(work, "cache"),
    "Dir::Cache::archives": "archives/",
    "Dir::Etc::sourcelist": join(work, "sources.list"),
    "Dir::Etc::sourceparts": join(work, "parts"),
    "Dir::Etc::preferences": "/dev/null",
    "Dir::Etc::preferencesparts": join(work, "parts"),
    "Dir::Log": work,
    "APT::Architecture": request.architecture,
    "APT::Install-Recommends": "false",
    "APT::Sandbox::User": "root", // the folder is this user's alone
    "APT::Get::AllowUnauthenticated": "false",
    "Acquire::AllowInsecureRepositories": "false",
    "Acquire::Languages": "none",
    "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled": "false",
    "APT::Update::Error-Mode": "any", // else an unreachable mirror is a warning and its packages are just not there
    "Acquire::Retries": "1",
    "Acquire::http::Timeout": "10",
    "Acquire::https::Timeout": "10",
  };
  // The machine's hooks clean the machine's own caches: they are none of our business, and not ours to run.
  const hooks = ["APT::Update::Pre-Invoke", "APT::Update::Post-Invoke", "APT::Update::Post-Invoke-Success"];
  const text = [
    ...hooks.map((hook) => `#clear ${hook};`),
    `#clear APT::Architectures;`,
    `APT::Architectures { "${request.architecture}"; };`,
    ...Object.entries(settings).map(([name, value]) => `${name} "${value}";`),
  ];
  const file = join(work, "apt.conf");
  await writeFile(file, `${text.join("\n")}\n`);
  return file;
}
