/** The arrows of the layout, as data. The decision for `actions` is docs/decisions/005-actions-folder.md. */
export interface Area {
  readonly name: string;
  /** The files of the area: paths without extension from the repository root; one that ends in "/" is a whole folder. */
  readonly files: readonly string[];
  /** Names of the areas that it may import beside itself; "(types)" after a name: only what is gone at run time. */
  readonly mayImport: readonly string[];
}

/** What everything inside the function may import. The four that list less than this do so on purpose. */
const FOR_ALL_INSIDE = ["errors", "settings", "ports"];

/** The types that describe an environment, for the stacks. */
const TYPES_OF_ENVIRONMENTS = [
  "environments (types)",
  "environments/sections (types)",
  "environments/values (types)",
  "environments/problems (types)",
];

/** One folder of stacks/, which no other stack's folder may import. */
function stackFolder(name: string, ...more: readonly string[]): Area {
  const mayImport = ["stacks/shared", "names and events", ...more, ...TYPES_OF_ENVIRONMENTS, "settings", "package"];
  return { name: `stacks/${name}`, files: [`stacks/${name}/`], mayImport };
}

/** What every part of local/ may take from the product; tests and other programs stay out of reach. */
const PRODUCT = [
  "main",
  "environments",
  "environments/sections",
  "environments/values",
  "stacks",
  "stacks/app-secret",
  "stacks/guard-rails",
  "stacks/shared",
  "names and events",
  "steps",
  "strategies",
  "adapters",
  "event",
  "secret-value",
  "password",
  "ports",
  "settings",
  "errors",
  "package",
];

function localFolder(name: string, ...more: readonly string[]): Area {
  return { name: `local/${name}`, files: [`local/${name}/`], mayImport: [...more, ...PRODUCT] };
}

const LOCAL_PARTS = ["local/aws", "local/mysql", "local/terraform", "local/load", "local/terminal"];

export const AREAS: readonly Area[] = [
  { name: "main", files: ["main"], mayImport: ["environments", "stacks", "stacks/app-secret", "stacks/guard-rails"] },

  { name: "environments/values", files: ["environments/values/"], mayImport: ["settings"] },
  { name: "environments/problems", files: ["environments/problems"], mayImport: ["looks-like-password"] },
  {
    name: "environments/checks",
    files: ["environments/checks/"],
    mayImport: ["environments/values", "environments/problems (types)"],
  },
  {
    name: "environments/sections",
    files: ["environments/sections/"],
    mayImport: ["environments/checks", "environments/values", "settings"],
  },
  {
    name: "environments",
    files: ["environments/"],
    mayImport: ["environments/sections", "environments/checks", "environments/values", "environments/problems"],
  },

  // What the stacks and the operators' commands both say. Without cdktf: the operators' commands would start slowly with it.
  {
    name: "names and events",
    files: [
      "function-events",
      "function-timeout",
      "naming",
      "newest-image",
      "rotation-schedule",
      "state-backend",
      "terraform-version",
      "tunnel-programs",
    ].map((name) => `stacks/shared/${name}`),
    mayImport: TYPES_OF_ENVIRONMENTS,
  },
  {
    name: "stacks/shared",
    files: ["stacks/shared/"],
    mayImport: ["names and events", ...TYPES_OF_ENVIRONMENTS, "settings"],
  },
  {
    name: "stacks/guard-rails",
    files: ["stacks/guard-rails/"],
    mayImport: ["stacks/shared", "names and events", ...TYPES_OF_ENVIRONMENTS],
  },
  stackFolder("network"),
  stackFolder("bastion"),
  stackFolder("database"),
  stackFolder("monitoring"),
  stackFolder("app-secret", "stacks/monitoring"),
  {
    name: "stacks",
    files: ["stacks/environment"],
    mayImport: [
      ...["network", "bastion", "database", "app-secret", "guard-rails", "shared"].map((name) => `stacks/${name}`),
      "names and events",
      ...TYPES_OF_ENVIRONMENTS,
    ],
  },

  { name: "client", files: ["client/"], mayImport: [] },

  { name: "local/terminal", files: ["local/terminal/"], mayImport: [] },
  localFolder("mysql", "local/terminal"),
  localFolder("aws", "local/mysql", "local/terminal"),
  localFolder("terraform", "local/aws", "local/terminal", "local/mysql", "ops"),
  localFolder("load", "local/aws", "local/mysql", "local/terminal", "client"),
  localFolder("rehearsal", ...LOCAL_PARTS, "ops"),
  localFolder("lifecycle", ...LOCAL_PARTS, "ops"),
  localFolder("sandbox", ...LOCAL_PARTS, "ops"),
  {
    name: "local",
    files: ["local/"],
    mayImport: [...LOCAL_PARTS, "local/rehearsal", "local/lifecycle", "local/sandbox"],
  },
  // Loads the bundle that it has made of the rest.
  { name: "ops start", files: ["ops/start"], mayImport: ["anything but tests and local"] },
  {
    name: "ops",
    files: ["ops/"],
    mayImport: [
      ...["environments", "environments/sections", "environments/values", "names and events", "stacks/guard-rails"],
      ...["settings", "errors", "ports", "actions (types)"],
    ],
  },
  { name: "tools", files: ["tools/"], mayImport: ["anything but tests"] },
  { name: "bench", files: ["bench/"], mayImport: ["anything but tests"] },
  { name: "tests", files: ["tests/"], mayImport: ["anything"] },

  {
    name: "index",
    files: ["rotation-fn/index"],
    mayImport: [...FOR_ALL_INSIDE, "adapters", "handler", "code-digest"],
  },
  {
    name: "handler",
    files: ["rotation-fn/handler"],
    mayImport: [...FOR_ALL_INSIDE, "event", "steps", "actions", "outgoing"],
  },
  {
    name: "outgoing",
    files: ["rotation-fn/outgoing", "rotation-fn/known-secrets"],
    mayImport: ["errors", "ports", "looks-like-password"],
  },
  { name: "looks-like-password", files: ["rotation-fn/looks-like-password"], mayImport: [] },
  {
    name: "actions",
    files: ["rotation-fn/actions/"],
    mayImport: [...FOR_ALL_INSIDE, "event (types)", "steps", "strategies", "secret-value", "password"],
  },
  {
    name: "steps",
    files: ["rotation-fn/steps/"],
    mayImport: [...FOR_ALL_INSIDE, "strategies", "secret-value", "password"],
  },
  {
    name: "strategies",
    files: ["rotation-fn/strategies/"],
    mayImport: [...FOR_ALL_INSIDE, "secret-value", "password"],
  },
  { name: "adapters", files: ["rotation-fn/adapters/"], mayImport: FOR_ALL_INSIDE },
  { name: "event", files: ["rotation-fn/event"], mayImport: FOR_ALL_INSIDE },
  {
    name: "secret-value",
    files: ["rotation-fn/secret-value", "rotation-fn/json-members"],
    mayImport: FOR_ALL_INSIDE,
  },
  { name: "password", files: ["rotation-fn/password"], mayImport: FOR_ALL_INSIDE },
  { name: "ports", files: ["rotation-fn/ports/"], mayImport: ["errors", "secret-value (types)"] },
  { name: "settings", files: ["rotation-fn/settings"], mayImport: ["errors"] },
  { name: "errors", files: ["rotation-fn/errors", "rotation-fn/needs-human"], mayImport: [] },
  {
    name: "package",
    files: ["rotation-fn/package", "rotation-fn/package/"],
    mayImport: ["errors", "settings", "code-digest"],
  },
  { name: "code-digest", files: ["rotation-fn/code-digest"], mayImport: [] },
];

/** A package that only some areas may import, types included. */
export interface ReservedPackage {
  readonly pattern: RegExp;
  readonly calledWhat: string;
  readonly areas: readonly string[];
}

const OUTSIDE_THE_FUNCTION = ["client", "local", "ops", "tools", "bench", "tests"];

/** Within the function each is imported by one file of the adapters only. */
export const RESERVED_PACKAGES: readonly ReservedPackage[] = [
  { pattern: /^@(aws-sdk|smithy)\//, calledWhat: "the AWS SDK", areas: ["adapters", ...OUTSIDE_THE_FUNCTION] },
  { pattern: /^mysql2(\/|$)/, calledWhat: "mysql2", areas: ["adapters", ...OUTSIDE_THE_FUNCTION] },
  {
    pattern: /^(cdktf|@cdktf\/.*|constructs)(\/|$)/,
    calledWhat: "the framework",
    areas: ["main", "stacks", "local", "tools", "bench", "tests"],
  },
];

/** Areas inside the function where only index may read the environment. The package is build-time code and needs none either. */
export const FUNCTION_FOLDER = "rotation-fn/";

export const LINE_LIMIT = 250;
export const MAIN_LINE_LIMIT = 39;
