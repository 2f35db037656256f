import type { LocalEngine } from "../program";
import { debianMariadb } from "./debian-mariadb";
import { debianPackages } from "./debian-packages";
import { mariadbdOnPath } from "./mariadbd-on-path";
import { mysqldOnPath } from "./mysqld-on-path";
import type { MysqlSource } from "./source";
import { vendorDownload } from "./vendor-download";

/** The ways to get a server, best first. What is on the machine is taken in this order before anything is fetched. */
export const WAYS_FOR: Readonly<Record<LocalEngine, readonly MysqlSource[]>> = {
  mysql: [mysqldOnPath, vendorDownload, debianPackages],
  mariadb: [mariadbdOnPath, debianMariadb("bookworm"), debianMariadb("sid")],
};
