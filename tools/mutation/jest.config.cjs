// The tests that decide about a mutant: as in `npm test`, without a server. Stryker knows one project, not several.
const path = require("node:path");

process.env.TEST_DATABASE = "none";
const rootDir = path.join(__dirname, "..", "..");
const { projects } = require(path.join(rootDir, "jest.config.cjs"));
const [onMysql] = projects;

/** @type {import("jest").Config} */
module.exports = {
  ...onMysql,
  rootDir,
  // Jest looks through them before each mutant.
  roots: ["rotation-fn", "tests/rotation-fn", "tests/support"].map((folder) => path.join(rootDir, folder)),
  testTimeout: 30_000,
  // The tests of the part that is measured: tools/mutation/parts.ts.
  testMatch: JSON.parse(process.env.MUTATION_TESTS).map((file) => `<rootDir>/tests/rotation-fn/${file}`),
};
