import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { debianMariadb } from "../../../../local/mysql/sources/debian-mariadb";
import { skippedBecause } from "../../../support/skipped-because";
import { newFolder, removeFolders } from "../fake-program";
import { withSystemTables } from "../system-tables-fixture";

afterEach(removeFolders);

const onLinux = skippedBecause(process.platform === "linux" ? undefined : "Debian's packages are for Linux", it);

/** A cache folder in which Debian's packages seem to be unpacked; the loader is a script for sh. */
function unpacked(suite: string, loader: string) {
  const cacheHome = newFolder();
  const folder = join(cacheHome, "rotating-rds-mysql", `mariadb-debian-${suite}-${process.arch}`);
  const file = join(folder, loader);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '#!/bin/sh\necho "$3  Ver 10.11.18-MariaDB-0+deb12u1 for debian-linux-gnu"\n');
  chmodSync(file, 0o755);
  return { environment: { XDG_CACHE_HOME: cacheHome }, folder, command: file };
}

describe("Debian's packages of MariaDB, unpacked", () => {
  onLinux("run through their own loader, which older releases keep under /lib, and all their libraries", async () => {
    const { environment, folder, command } = unpacked("bookworm", "lib/x86_64-linux-gnu/ld-linux-x86-64.so.2");
    const libraries = [join(folder, "usr/lib/x86_64-linux-gnu"), join(folder, "lib/x86_64-linux-gnu")];
    mkdirSync(libraries[0] ?? "", { recursive: true });
    const systemTables = withSystemTables(join(folder, "usr/share/mysql"), "mysql");
    expect(await debianMariadb("bookworm").findLocal(environment)).toMatchObject({
      program: {
        command,
        leadingArguments: ["--library-path", libraries.join(":"), join(folder, "usr/sbin/mariadbd")],
        systemTables,
        version: "10.11.18",
        source: `Debian's package of MariaDB (bookworm), unpacked in ${folder}`,
      },
    });
    expect(await debianMariadb("sid").findLocal(environment)).toEqual({ missing: "nothing unpacked yet" });
  });

  onLinux("that are spoilt are said to be, with the folder to remove, and not fetched over and over", async () => {
    const { environment, folder } = unpacked("sid", "usr/lib/aarch64-linux-gnu/ld-linux-aarch64.so.1");
    const missing = `${folder} holds no SQL of the system tables`;
    expect(await debianMariadb("sid").findLocal(environment)).toEqual({ missing });
    const fetched = debianMariadb("sid").fetch?.(environment, () => {});
    await expect(fetched).rejects.toThrow(`${missing}; to fetch it again, remove ${folder}`);
  });
});
