import { accessSync, constants, lstatSync, mkdirSync } from "node:fs";
import { homedir, tmpdir, userInfo } from "node:os";
import { isAbsolute, join } from "node:path";
import { LocalError } from "../terminal/error";

const PROJECT = "rotating-rds-mysql";

/**
 * The folder for what may be kept between runs (an unpacked MySQL, an initialised data directory): `XDG_CACHE_HOME`,
 * else the platform's cache folder, else, when that cannot be written, one of this user's in the temporary folder.
 * It exists, belongs to this user and no other can write to it: programs are run from it.
 */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  for (const folder of candidates(environment)) if (isUsable(folder)) return folder;
  throw new LocalError(
    "mysql_start_failed",
    `no folder for cached files; found: none of ${candidates(environment).join(", ")} can be written by this user ` +
      "alone; what to do: set XDG_CACHE_HOME to a folder of yours",
  );
}

function candidates(environment: NodeJS.ProcessEnv): readonly string[] {
  const configured = environment.XDG_CACHE_HOME;
  const home = environment.HOME ?? homeOrNothing();
  const platformFolder = process.platform === "darwin" ? ["Library", "Caches"] : [".cache"];
  return [
    ...(configured !== undefined && isAbsolute(configured) ? [join(configured, PROJECT)] : []),
    ...(home !== undefined && isAbsolute(home) ? [join(home, ...platformFolder, PROJECT)] : []),
    join(tmpdir(), `${PROJECT}-${userInfoOrNothing()}`),
  ];
}

function isUsable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = lstatSync(folder);
    const isOurs = process.getuid === undefined || found.uid === process.getuid();
    const othersCanWrite = (found.mode & 0o022) !== 0;
    accessSync(folder, constants.W_OK | constants.X_OK);
    return found.isDirectory() && isOurs && !othersCanWrite;
  } catch {
    return false; // this candidate is not usable; the caller says so when none is
  }
}

function homeOrNothing(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined; // a user id without an entry in the user database has no home
  }
}

function userInfoOrNothing(): string {
  try {
    return String(userInfo().uid);
  } catch {
    return String(process.getuid?.() ?? "user");
  }
}
