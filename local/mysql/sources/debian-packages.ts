import { join } from "node:path";
import { unpackedPackage } from "./debian/unpacked-package";
import type { MysqlSource } from "./source";

/** Debian's own package of MySQL. Its stable releases have MariaDB only; its rolling release has MySQL. */
export const debianPackages: MysqlSource = unpackedPackage({
  title: "Debian's packages, unpacked and not installed",
  product: "MySQL",
  packageName: "mysql-server-core",
  suite: "sid",
  series: "9",
  megabytes: 60,
  keptAs: "mysql-debian-sid",
  candidateIn: (folder, { command, libraries }) => {
    const lib = join(folder, "usr", "lib");
    const share = join(folder, "usr", "share", "mysql");
    return {
      command,
      leadingArguments: [
        "--library-path",
        [...libraries, join(lib, "mysql", "private")].join(":"),
        join(folder, "usr", "sbin", "mysqld"),
      ],
      serverArguments: [
        `--basedir=${join(folder, "usr")}`,
        `--lc-messages-dir=${share}`,
        `--character-sets-dir=${join(share, "charsets")}`,
        `--plugin-dir=${join(lib, "mysql", "plugin")}`,
      ],
      source: `Debian's package of MySQL, unpacked in ${folder}`,
    };
  },
});
