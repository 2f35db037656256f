import { existsSync } from "node:fs";
import { mkdir, readdir, symlink } from "node:fs/promises";
import { join } from "node:path";

/** Where distributions of the Debian family keep libraries: in a folder for the architecture. */
const LIBRARIES = "/usr/lib";

/**
 * Gives the vendor's mysqld the libaio that it asks for, where the system has it under another name. Ubuntu 24.04, Debian 13 and
 * later call it `libaio.so.1t64`; on 64-bit machines it is the same library (https://wiki.debian.org/ReleaseGoals/64bit-time). mysqld
 * looks in `lib/private` beside it, so the name is made there and the system is left as it is.
 */
export async function lendLibaio(mysqlFolder: string, libraries = LIBRARIES): Promise<void> {
  const folders = (await readdir(libraries).catch(() => []))
    .filter((name) => name.includes("-linux-gnu"))
    .map((name) => join(libraries, name));
  if (folders.some((folder) => existsSync(join(folder, "libaio.so.1")))) return;
  const renamed = folders.map((folder) => join(folder, "libaio.so.1t64")).find((file) => existsSync(file));
  if (renamed === undefined) return; // mysqld then says itself what it lacks
  const lent = join(mysqlFolder, "lib", "private");
  await mkdir(lent, { recursive: true });
  await symlink(renamed, join(lent, "libaio.so.1")).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error; // the build brings its own
  });
}
