// `npm run test:slow`: the long files, and everything that the function does once more on MariaDB.
const quick = require("./jest.config.cjs");

const [onMysql, onMariadb] = quick.projects;
const SLOW = ["<rootDir>/tests/**/*.slow.test.ts"];
const NEVER = ["/node_modules/", "\\.sweep\\.test\\.ts$"];

/** @type {import("jest").Config} */
module.exports = {
  ...quick,
  projects: [
    { ...onMysql, testMatch: SLOW, testPathIgnorePatterns: [...NEVER, "/tests/rotation-fn/mariadb/"] },
    { ...onMariadb, testPathIgnorePatterns: NEVER },
  ],
};
