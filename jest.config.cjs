// The function runs on newer Nodes than a laptop may have; the SDK says so in every test file.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/** @type {import("jest").Config} */
module.exports = {
  testMatch: ["<rootDir>/tests/**/*.test.ts"],
  // The long ones are `npm run prove`.
  testPathIgnorePatterns: ["/node_modules/", "\\.prove\\.test\\.ts$"],
  transform: {
    "^.+\\.(ts|cjs)$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
  globalSetup: "<rootDir>/tests/support/global-setup.ts",
  globalTeardown: "<rootDir>/tests/support/global-teardown.ts",
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/dist", "<rootDir>/.cache"],
  testTimeout: 30_000,
  // By itself jest keeps a core free for a person at the keyboard: on two cores that is one worker, and six minutes instead of two and
  // a half. More than two would wait for each other: all files share one MySQL.
  maxWorkers: 2,
};
