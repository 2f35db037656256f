import { TEST_MARIADB_VARIABLE, TEST_MYSQL_VARIABLE } from "./mysql";

/** Before each file of the project MariaDB: its server is the MariaDB of this run; without one, nothing in the file is run. */
const mariadb = process.env[TEST_MARIADB_VARIABLE];
if (mariadb === undefined) globalThis.describe = globalThis.describe.skip as typeof globalThis.describe;
else process.env[TEST_MYSQL_VARIABLE] = mariadb;
