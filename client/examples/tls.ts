// On RDS leave this out: the package trusts the authorities of RDS by itself. A server with another authority, such as a local one, needs its file.
import { readFileSync } from "node:fs";

export function databaseTls(): { ca?: string } {
  const file = process.env.DB_CA_FILE;
  return file === undefined ? {} : { ca: readFileSync(file, "utf8") };
}
