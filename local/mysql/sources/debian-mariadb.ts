import { dirname, join } from "node:path";
import { findSystemTables } from "../system-tables";
import { unpackedPackage } from "./debian/unpacked-package";
import type { MysqlSource } from "./source";

/** Debian 12 has MariaDB 10.11, the oldest series on RDS; the rolling release has 11.8. */
export type MariadbSuite = "bookworm" | "sid";

/** Debian's own package of MariaDB, of one of its releases. */
export const debianMariadb = (suite: MariadbSuite): MysqlSource =>
  unpackedPackage({
    title: `Debian's packages of ${suite}, unpacked and not installed`,
    product: "MariaDB",
    packageName: "mariadb-server-core",
    suite,
    megabytes: 20,
    keptAs: `mariadb-debian-${suite}`,
    candidateIn: (folder, { command, libraries }) => {
      const shares = ["mariadb", "mysql"].map((name) => join(folder, "usr", "share", name));
      const systemTables = findSystemTables(shares);
      if (systemTables === undefined) return { missing: `${folder} holds no SQL of the system tables` };
      const share = dirname(systemTables[0] ?? "");
      return {
        command,
        leadingArguments: ["--library-path", libraries.join(":"), join(folder, "usr", "sbin", "mariadbd")],
        serverArguments: [
          `--basedir=${join(folder, "usr")}`,
          `--lc-messages-dir=${share}`,
          `--character-sets-dir=${join(share, "charsets")}`,
        ],
        systemTables,
        source: `Debian's package of MariaDB (${suite}), unpacked in ${folder}`,
      };
    },
  });
