import type { ServerFeatures } from "../ports/server";
import type { Dialect } from "./dialect";
import { MARIADB } from "./mariadb-dialect";
import { MYSQL } from "./mysql-dialect";

/** How the server is spoken to. */
export function dialectOf({ flavour }: ServerFeatures): Dialect {
  return flavour === "mariadb" ? MARIADB : MYSQL;
}
