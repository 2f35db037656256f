const everything = require("./jest.config.cjs");

/** The long tests: every crash point, every kill, a thousand passwords, the real provider. */
module.exports = {
  ...everything,
  testMatch: ["<rootDir>/tests/**/*.prove.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
};
