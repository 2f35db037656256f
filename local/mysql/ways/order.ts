import { debianPackages } from "./debian-packages";
import { mysqldOnPath } from "./mysqld-on-path";
import { vendorDownload } from "./vendor-download";
import type { MysqlWay } from "./way";

/** The ways to get a mysqld, best first. What is on the machine is taken in this order before anything is fetched. */
export const WAYS: readonly MysqlWay[] = [mysqldOnPath, vendorDownload, debianPackages];
