import { TEST_MARIADB_VARIABLE, TEST_MYSQL_VARIABLE } from "./mysql";
import { skippedBecause } from "./skipped-because";

/** Before each file of the project MariaDB: its server is the MariaDB of this run; without one, nothing in the file is run. */
const mariadb = process.env[TEST_MARIADB_VARIABLE];
if (mariadb === undefined) globalThis.describe = skippedBecause("the run has no MariaDB, and says why", describe);
else process.env[TEST_MYSQL_VARIABLE] = mariadb;
