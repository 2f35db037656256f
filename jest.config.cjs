// The function runs on newer Nodes than a laptop may have; the SDK says so in every test file.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

// TEST_DATABASE=none starts no server: for tests that need none, such as tests/environments or tests/stacks.
const servers =
  process.env.TEST_DATABASE === "none"
    ? {}
    : {
        globalSetup: "<rootDir>/tests/support/global-setup.ts",
        globalTeardown: "<rootDir>/tests/support/global-teardown.ts",
      };

const common = {
  rootDir: __dirname,
  testMatch: ["<rootDir>/tests/**/*.test.ts"],
  // The long ones are `npm run test:slow`. Explorations that take longer than CI has are `npm run sweep`.
  testPathIgnorePatterns: ["/node_modules/", "\\.(?:slow|sweep)\\.test\\.ts$"],
  transform: {
    "^.+\\.(ts|cjs)$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
  moduleNameMapper: { "^\\.(?:/tokens)?(?:/private)?/stack-trace$": "<rootDir>/tests/support/no-stack-trace.cjs" },
  ...servers,
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/dist", "<rootDir>/.cache"],
};

/** @type {import("jest").Config} */
module.exports = {
  testTimeout: 30_000,
  projects: [
    {
      ...common,
      displayName: "MySQL",
      testPathIgnorePatterns: [...common.testPathIgnorePatterns, "/tests/rotation-fn/mariadb/"],
    },
    {
      // What the function does, once more on MariaDB: the same files, and those about what is different there. Not part of `npm test`.
      ...common,
      displayName: "MariaDB",
      roots: ["behaviours", "actions", "drills", "mariadb"].map((folder) => `<rootDir>/tests/rotation-fn/${folder}`),
      setupFilesAfterEnv: ["<rootDir>/tests/support/on-mariadb.ts"],
    },
  ],
  // By itself jest keeps a core free for a person at the keyboard: on two cores that is one worker, and six minutes instead of two and
  // a half. More than two would wait for each other: all files share one MySQL.
  maxWorkers: 2,
};
