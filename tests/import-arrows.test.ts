import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { brokenArrows } from "./source-rules/import-arrows";
import { importCircles } from "./source-rules/import-circles";
import { refusedWords } from "./source-rules/refused-words";
import { allSources } from "./source-rules/sources";
import { supportOfOneTest } from "./source-rules/support-users";
import { REPOSITORY } from "./support/temporary-folder";

describe("the sources of this repository", () => {
  const sources = allSources();

  test("follow the arrows of the layout, and no file is too long", () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(brokenArrows(sources)).toEqual([]);
  });

  test("hold no circle of imports, types included", () => {
    expect(importCircles(sources.filter(({ file }) => !file.startsWith("tests/")))).toEqual([]);
  });

  test("have names that need no translation", () => {
    expect(refusedWords(sources)).toEqual([]);
  });

  test("keep in tests/support only what two or more files use", () => {
    const configuration = readFileSync(path.join(REPOSITORY, "jest.config.cjs"), "utf8");
    expect(supportOfOneTest(sources, configuration)).toEqual([]);
  });

  test("switch off no test but through support/skipped-because, which takes the reason", () => {
    const switchedOff = /\b(?:describe|it|test)\.(?:skip|only|todo)\b/;
    const found = sources.filter(({ file, source }) => file.startsWith("tests/") && switchedOff.test(source));
    expect(found.map(({ file }) => file)).toEqual([]);
  });

  test("are short: half of the files have at most 80 lines", () => {
    const lines = sources
      .filter(({ file }) => !file.startsWith("tests/"))
      .map(({ source }) => source.split("\n").length - 1)
      .sort((a, b) => a - b);
    expect(lines[Math.floor(lines.length / 2)]).toBeLessThanOrEqual(80);
  });

  test.each(["environments", "stacks"])("show at most 12 entries at the top of %s/", (folder) => {
    expect(readdirSync(path.join(REPOSITORY, folder)).length).toBeLessThanOrEqual(12);
  });
});

describe("the search for names", () => {
  test("finds identifiers and file names of the project's own making, and says what to write", () => {
    const sources = [
      { file: "local/keep/run.ts", source: "export const MOST_ROUNDS = 3; const text = 'canary';" },
      { file: "bench/run.ts", source: "// a canary\nconst canary = passwordCanary();" },
      { file: "ops/run.ts", source: "const [least, atLeast] = [learned, learningCurve, failedScenes, scenario];" },
    ];
    expect(refusedWords(sources)).toEqual([
      expect.stringMatching(/^local\/keep\/run\.ts: "keep"; write: .*sandbox/),
      expect.stringMatching(/"MOST_ROUNDS"; write: MAX_/),
      expect.stringMatching(/^bench\/run\.ts: "canary"; write: leak check/),
      expect.stringMatching(/"passwordCanary"; write: leak check/),
      expect.stringMatching(/^ops\/run\.ts: "least"; write: MIN_/),
      expect.stringMatching(/"learned"; write: register/),
      expect.stringMatching(/"learningCurve"; write: register/),
      expect.stringMatching(/"failedScenes"; write: lifecycle/),
    ]);
  });
});

describe("the search for support of one test", () => {
  test("finds what one test or none imports, and leaves parts of other support alone", () => {
    const sources = [
      { file: "tests/a.test.ts", source: 'import "./support/one"; import "./support/two";' },
      { file: "tests/b.test.ts", source: 'import "./support/two";' },
      { file: "tests/support/one.ts", source: "" },
      { file: "tests/support/two.ts", source: 'import "./part";' },
      { file: "tests/support/part.ts", source: "" },
      { file: "tests/support/none.ts", source: "" },
      { file: "tests/support/set-up.ts", source: "" },
    ];
    expect(supportOfOneTest(sources, "tests/support/set-up.ts")).toEqual([
      "tests/support/one.ts",
      "tests/support/none.ts",
    ]);
  });
});

describe("the search for circles", () => {
  test("finds one between types, and one over three files, once each", () => {
    const sources = [
      { file: "a/one.ts", source: 'import type { Two } from "./two";' },
      { file: "a/two.ts", source: 'import { one } from "./one";' },
      { file: "b/index.ts", source: 'export * from "./three";' },
      { file: "b/three.ts", source: 'import { four } from "../c/four";' },
      { file: "c/four.ts", source: 'import { b } from "../b"; import "../a/one";' },
    ];
    expect(importCircles(sources)).toEqual([
      ["a/one.ts", "a/two.ts"],
      ["b/index.ts", "b/three.ts", "c/four.ts"],
    ]);
  });
});

describe("the check of the arrows", () => {
  const check = (file: string, source: string): string[] => brokenArrows([{ file, source }]);

  test.each([
    ["main.ts", 'import { dev } from "./environments"; import { EnvironmentStacks } from "./stacks/environment";'],
    [
      "stacks/database/database.ts",
      'import type { Environment } from "../../environments"; import { SETTING_NAMES } from "../../rotation-fn/settings";',
    ],
    ["stacks/app-secret/app-secret.ts", 'import { packageRotationFunction } from "../../rotation-fn/package";'],
    ["stacks/network/network.ts", 'import { Vpc } from "@cdktf/provider-aws/lib/vpc";'],
    [
      "rotation-fn/index.ts",
      'import { handle } from "./handler"; import { db } from "./adapters/mysql"; process.env.LOG_LEVEL;',
    ],
    [
      "rotation-fn/handler.ts",
      'import { provision } from "./actions/provision"; import type { Clock } from "./ports/clock";',
    ],
    ["rotation-fn/steps/set-secret.ts", 'import { choose } from "../strategies/choose"; import { run } from "./run";'],
    ["rotation-fn/ports/secret-store.ts", 'import type { SecretValue } from "../secret-value";'],
    [
      "rotation-fn/adapters/mysql.ts",
      'import { createConnection } from "mysql2/promise"; import { RotationError } from "../errors";',
    ],
    ["ops/tunnel.ts", 'import { createConnection } from "mysql2/promise"; import { dev } from "../environments/dev";'],
    ["tests/main.test.ts", 'import { x } from "../rotation-fn/adapters/mysql"; require(computed); process.env.X;'],
    [
      "rotation-fn/event.ts",
      '// import { x } from "../tests/support/x";\nconst text = \'import "./adapters/mysql"; process.env.X\';',
    ],
  ])("finds nothing wrong in %s: %s", (file, source) => {
    expect(check(file, source)).toEqual([]);
  });

  test.each([
    ["main.ts", 'import { x } from "./rotation-fn/package";', "main -> package"],
    ["environments/dev.ts", 'import { x } from "../stacks/environment";', "environments -> stacks"],
    [
      "environments/values/cidr.ts",
      'import { x } from "../checks/region-checks";',
      "environments/values -> environments/checks",
    ],
    ["stacks/network/network.ts", 'import { x } from "../bastion/bastion";', "stacks/network -> stacks/bastion"],
    ["local/aws/moto/start-moto.ts", 'import { x } from "../../rehearsal/run";', "local/aws -> local/rehearsal"],
    ["local/lifecycle/run.ts", 'import { x } from "../rehearsal/run";', "local/lifecycle -> local/rehearsal"],
    ["ops/review/main.ts", 'import { x } from "../../local/aws/moto/start-moto";', "ops -> local/aws"],
    ["ops/main.ts", 'import { x } from "../stacks/shared/tags";', "ops -> stacks/shared"],
    ["stacks/shared/naming.ts", 'import { x } from "./tags";', "names and events -> stacks/shared"],
    ["stacks/network/network.ts", 'import { x } from "../../rotation-fn/steps/set-secret";', "stacks/network -> steps"],
    ["rotation-fn/index.ts", 'import { x } from "./steps/set-secret";', "index -> steps"],
    ["rotation-fn/handler.ts", 'import { x } from "./adapters/mysql";', "handler -> adapters"],
    ["rotation-fn/actions/provision.ts", 'import { x } from "../adapters/mysql";', "actions -> adapters"],
    ["rotation-fn/steps/set-secret.ts", 'import { x } from "../actions/provision";', "steps -> actions"],
    ["rotation-fn/steps/set-secret.ts", 'export { x } from "../adapters/mysql";', "steps -> adapters"],
    ["rotation-fn/strategies/single.ts", 'import type { X } from "../steps/x";', "strategies -> steps"],
    ["rotation-fn/strategies/single.ts", 'let x: import("../event").StepEvent;', "strategies -> event"],
    ["rotation-fn/adapters/mysql.ts", 'import { x } from "../secret-value";', "adapters -> secret-value"],
    ["rotation-fn/ports/database.ts", 'import { x } from "../settings";', "ports -> settings"],
    ["rotation-fn/settings.ts", 'import { x } from "./event";', "settings -> event"],
    ["rotation-fn/errors.ts", 'import { x } from "./settings";', "errors -> settings"],
    ["rotation-fn/handler.ts", 'const x = require("./package");', "handler -> package"],
    ["client/reader.ts", 'import { x } from "../rotation-fn/secret-value";', "client -> secret-value"],
    ["client/reader.ts", 'import { x } from "../rotation-fn/settings";', "client -> settings"],
    ["rotation-fn/steps/set-secret.ts", 'await import("../../client/reader");', "steps -> client"],
    ["local/rehearse.ts", 'import { x } from "../tests/support/fake";', "local -> tests"],
    ["bench/load.ts", 'import { x } from "../tests/support/fake";', "bench -> tests"],
    ["stacks/network/network.ts", 'import x = require("../../tests/support/fake");', "stacks/network -> tests"],
  ])("finds the broken arrow of %s: %s", (file, source, arrow) => {
    expect(check(file, source)).toEqual([expect.stringMatching(`^${file}:1: imports .*no arrow ${arrow}; allowed: `)]);
  });

  test.each([
    [
      "stacks/network/network.ts",
      'import { load } from "../../environments";',
      "stacks/network -> environments is for types",
    ],
    [
      "rotation-fn/ports/secret-store.ts",
      'import { parse } from "../secret-value";',
      "ports -> secret-value is for types",
    ],
    ["rotation-fn/actions/provision.ts", 'import { parse, type E } from "../event";', "actions -> event is for types"],
    [
      "stacks/network/network.ts",
      'import { Vpc } from "@cdktf/provider-aws";',
      "allowed: @cdktf/provider-aws/lib/<resource>",
    ],
    ["rotation-fn/steps/set-secret.ts", 'import type { X } from "mysql2/promise";', "steps imports mysql2"],
    ["rotation-fn/event.ts", 'import type { X } from "@aws-sdk/client-secrets-manager";', "event imports the AWS SDK"],
    ["stacks/network/network.ts", 'import { X } from "@aws-sdk/client-rds";', "stacks/network imports the AWS SDK"],
    ["stacks/shared/naming.ts", 'import { Token } from "cdktf";', "names and events imports the framework"],
    ["rotation-fn/handler.ts", "require(name);", "imports a computed name"],
    ["rotation-fn/helper.ts", 'import "./errors";', "the file belongs to no area"],
    ["stacks/network/network.ts", 'import "../../scripts/x";', "belongs to no area of the layout"],
  ])("finds the broken rule in %s: %s", (file, source, message) => {
    expect(check(file, source)).toEqual([expect.stringContaining(message)]);
  });

  test.each([
    "const level = process.env.LOG_LEVEL;",
    'const level = process["env"].LOG_LEVEL;',
    "const { env } = process;",
    'import { env } from "node:process";',
    "const all = globalThis.process.env;",
  ])("finds that a file of the function reads the environment: %s", (source) => {
    const found = [expect.stringMatching(/^rotation-fn\/adapters\/mysql\.ts:2: reads process\.env; allowed: /)];
    expect(check("rotation-fn/adapters/mysql.ts", `\n${source}`)).toEqual(found);
    expect(check("rotation-fn/index.ts", source)).toEqual([]);
  });

  test("finds a second adapter that imports a driver", () => {
    const source = 'import type { Connection } from "mysql2";';
    const first = { file: "rotation-fn/adapters/mysql.ts", source };
    expect(brokenArrows([first, { file: "rotation-fn/adapters/pool.ts", source }])).toEqual([
      "rotation-fn/adapters/pool.ts:1: a second adapter imports mysql2; allowed: one, here rotation-fn/adapters/mysql.ts",
    ]);
  });

  test("finds a file that is too long, and counts main more strictly", () => {
    const lines = (count: number): string => "//\n".repeat(count);
    expect(check("ops/long.ts", lines(250))).toEqual([]);
    expect(check("ops/long.ts", lines(251))).toEqual(["ops/long.ts:251: the file has 251 lines; allowed: at most 250"]);
    expect(check("main.ts", lines(39))).toEqual([]);
    expect(check("main.ts", lines(40))).toEqual(["main.ts:40: the file has 40 lines; allowed: at most 39"]);
  });

  test("names the line of the import, whatever is written before it", () => {
    const source = '// Zürich 🔑\n\nimport { a } from "./ports/x";\nimport { b } from "./adapters/mysql";\n';
    expect(check("rotation-fn/handler.ts", source)).toEqual([expect.stringMatching(/^rotation-fn\/handler\.ts:4: /)]);
  });
});
