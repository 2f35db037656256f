import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { debianPackages } from "../../../../local/mysql/sources/debian-packages";
import { skippedBecause } from "../../../support/skipped-because";
import { newFolder, removeFolders } from "../fake-program";

afterEach(removeFolders);

const onLinux = skippedBecause(process.platform === "linux" ? undefined : "Debian's packages are for Linux", it);

/** A cache folder in which Debian's packages seem to be unpacked, with these files; the loader is a script for sh. */
function unpacked(files: Readonly<Record<string, string>>) {
  const cacheHome = newFolder();
  const folder = join(cacheHome, "rotating-rds-mysql", `mysql-debian-sid-${process.arch}`);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
  return { environment: { XDG_CACHE_HOME: cacheHome }, folder };
}

describe("Debian's packages, unpacked", () => {
  onLinux.each([
    ["x86_64-linux-gnu", "ld-linux-x86-64.so.2"],
    ["aarch64-linux-gnu", "ld-linux-aarch64.so.1"],
  ])("run through their own loader and libraries (%s)", async (triplet, loader) => {
    const { environment, folder } = unpacked({
      [`usr/lib/${loader}`]: "",
      [`usr/lib/${triplet}/libc.so.6`]: "",
      [`usr/lib/${triplet}/${loader}`]: '#!/bin/sh\necho "$3  Ver 9.7.4-2 for Linux ((Debian))"\n',
      "usr/sbin/mysqld": "",
    });
    const lib = join(folder, "usr", "lib");
    expect(await debianPackages.findLocal(environment)).toEqual({
      program: {
        command: join(lib, triplet, loader),
        leadingArguments: [
          "--library-path",
          `${join(lib, triplet)}:${join(lib, "mysql", "private")}`,
          join(folder, "usr/sbin/mysqld"),
        ],
        serverArguments: [
          `--basedir=${join(folder, "usr")}`,
          `--lc-messages-dir=${join(folder, "usr/share/mysql")}`,
          `--character-sets-dir=${join(folder, "usr/share/mysql/charsets")}`,
          `--plugin-dir=${join(lib, "mysql", "plugin")}`,
        ],
        version: "9.7.4",
        source: `Debian's package of MySQL, unpacked in ${folder}`,
      },
    });
  });

  onLinux("are passed over where MYSQL_VERSION asks for another series, and not fetched in vain", async () => {
    const { environment, folder } = unpacked({
      "usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2": '#!/bin/sh\necho "$3  Ver 9.7.4-2 for Linux ((Debian))"\n',
    });
    expect(await debianPackages.findLocal({ ...environment, MYSQL_VERSION: "9" })).toMatchObject({
      program: { version: "9.7.4" },
    });
    for (const MYSQL_VERSION of ["8.0", "8.4"]) {
      expect(await debianPackages.findLocal({ ...environment, MYSQL_VERSION })).toEqual({
        missing: `Debian's package of MySQL, unpacked in ${folder} is MySQL 9.7.4; MYSQL_VERSION=${MYSQL_VERSION} asks for another series`,
      });
      const empty = { XDG_CACHE_HOME: newFolder(), MYSQL_VERSION };
      await expect(debianPackages.fetch?.(empty, () => {})).rejects.toThrow(
        `Debian has MySQL 9 only; MYSQL_VERSION=${MYSQL_VERSION} asks for another series`,
      );
    }
  });

  onLinux("are not here before they are fetched", async () => {
    expect(await debianPackages.findLocal({ XDG_CACHE_HOME: newFolder() })).toEqual({
      missing: "nothing unpacked yet",
    });
  });

  onLinux("that are spoilt are said to be, with the folder to remove, and not fetched over and over", async () => {
    const { environment, folder } = unpacked({});
    expect(await debianPackages.findLocal(environment)).toEqual({ missing: `${folder} holds no loader` });
    await expect(debianPackages.fetch?.(environment, () => {})).rejects.toThrow(`to fetch it again, remove ${folder}`);
  });
});
