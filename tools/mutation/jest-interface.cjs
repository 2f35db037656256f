// The tests are written for Jest. `npm run mutation` runs them with Mocha, which loads the code once and not again for each mutant: ten
// times as fast. So Mocha's interface has the names that Jest gives; `expect` and `each` are Jest's own.
const { createRequire } = require("node:module");

const ofJest = createRequire(require.resolve("jest/package.json"));
const { bind } = ofJest("jest-each");
const { expect } = ofJest("expect");
const { interfaces } = createRequire(process.env.MUTATION_PACKAGES)("mocha");
require("tsx/cjs");

const { bdd } = interfaces;

/** @param {import("node:events").EventEmitter} suite */
interfaces.bdd = function jestInterface(suite) {
  bdd(suite);
  suite.on("pre-require", (names) => {
    names.it.each = bind(names.it);
    names.describe.each = bind(names.describe, false);
    Object.assign(names, { expect, beforeAll: names.before, afterAll: names.after });
  });
};
