import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type EmptyProject, projectWithClient } from "../../client/empty-project";
import { testMysql } from "../support/mysql";
import { type RotationWorld, rotationWorld } from "../support/rotation-world";
import { REPOSITORY } from "../support/temporary-folder";
import { type RotatingApplication, rotatingApplication } from "./support/rotating-application";

/**
 * The oldest Node that the package allows, and one of each later series of Lambda: packages of the registry that hold the program, for Linux,
 * macOS and Windows. Where one cannot be installed its tests fail and show npm's reason, as all tests here do without a registry.
 */
const NODES = ["20.9.0", "22.23.3", "24.9.0"] as const;
const nodePackage = `node-${process.platform}-${process.arch}`;

const APPLICATION = `
  const pool = createRotatingPool({ secretId: process.env.SECRET_ID, ssl: { ca: process.env.DATABASE_CA }, connectionLimit: 2 });
  pool.credential.on("refreshed", ({ label }) => console.log("refreshed", label));
  const [rows] = await pool.query("SELECT 6 * 7 AS answer");
  console.log("answer", rows[0].answer);
  await pool.end();
  const missing = createRotatingCredential({ secretId: "nowhere" });
  await missing.get().catch((error) => console.log(CredentialError.is(error), error.code));
  missing.close();
`;

const TYPED = `
  import { createRotatingCredential, createRotatingPool, CredentialError, type RotatingPool } from "rotating-rds-mysql-client";
  import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
  import type { Pool, RowDataPacket } from "mysql2/promise";
  const client = new SecretsManagerClient({ region: "eu-west-1" });
  const pool: RotatingPool = createRotatingPool({ secretId: "shop", client, connectionLimit: 4, namedPlaceholders: true });
  const asPool: Pool = pool;
  export async function rows(): Promise<RowDataPacket[]> {
    const [found] = await asPool.query<RowDataPacket[]>("SELECT 1");
    return found;
  }
  const credential = createRotatingCredential({ secretId: "shop", maxAgeMs: 60_000 });
  credential.on("refreshed", ({ versionId, previousVersionId }) => console.log(versionId.length, previousVersionId?.length));
  credential.on("error", (error: CredentialError) => console.log(error.code === "throttled"));
  createRotatingPool({ credential, tunnel: { host: "127.0.0.1", port: 3307 } });
  // @ts-expect-error the secret has the user's name
  createRotatingPool({ secretId: "shop", user: "root" });
  // @ts-expect-error TLS cannot be switched off
  createRotatingPool({ secretId: "shop", ssl: { rejectUnauthorized: false } });
  // @ts-expect-error there is no such code
  export const isOdd = (error: CredentialError) => error.code === "odd";
`;

let project: EmptyProject;
let world: RotationWorld;
let application: RotatingApplication;

beforeAll(async () => {
  world = await rotationWorld({}, { runsRotations: true });
  application = await rotatingApplication("alternating-users", world);
  const { devDependencies } = JSON.parse(readFileSync(path.join(REPOSITORY, "package.json"), "utf8"));
  const { mysql2, typescript, "@types/node": types } = devDependencies;
  project = await projectWithClient(`mysql2@${mysql2}`, `typescript@${typescript}`, `@types/node@${types}`);
  project.write("esm.mjs", `${IMPORTS.esm}\n${APPLICATION}`);
  project.write("cjs.cjs", `${IMPORTS.cjs}\nvoid (async () => {${APPLICATION}})();`);
}, 300_000);

afterAll(async () => {
  project?.remove();
  await application.close();
  await world.close();
});

const NAMES = "createRotatingPool, createRotatingCredential, CredentialError";
const IMPORTS = {
  esm: `import { ${NAMES} } from "rotating-rds-mysql-client";`,
  cjs: `const { ${NAMES} } = require("rotating-rds-mysql-client");`,
};

const environment = () => ({
  SECRET_ID: application.secret.arn,
  DATABASE_CA: testMysql().caPem,
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "APPLICATION",
  AWS_SECRET_ACCESS_KEY: "unused",
  AWS_ENDPOINT_URL_SECRETS_MANAGER: world.endpoint,
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
});

test("holds the built package, its types for both kinds of modules, the Python module and the licence, and no source", () => {
  const folder = path.join(project.folder, "node_modules/rotating-rds-mysql-client");
  expect(readdirSync(folder).sort()).toEqual(["LICENSE", "README.md", "dist", "package.json", "python"]);
  for (const format of ["esm", "cjs"]) {
    const names = readdirSync(path.join(folder, "dist", format));
    expect(names).toEqual(expect.arrayContaining(["index.js", "index.d.ts", "package.json"]));
    expect(names.filter((name) => !/\.d\.ts$|^index\.js$|^package\.json$/.test(name))).toEqual([]);
  }
});

test.each(["esm", "cjs"])(
  "its types are right for %s, with every library checked",
  async (kind) => {
    project.write(kind === "esm" ? "typed.mts" : "typed.cts", TYPED);
    const options = ["--strict", "--noEmit", "--skipLibCheck", "false", "--module", "nodenext", "--target", "es2022"];
    const tsc = path.join(project.folder, "node_modules/typescript/bin/tsc");
    await project.run(process.execPath, [
      tsc,
      ...options,
      "--types",
      "node",
      kind === "esm" ? "typed.mts" : "typed.cts",
    ]);
  },
  120_000,
);

test("the first login that docs/applications.md shows works as it is printed", async () => {
  const page = readFileSync(path.join(REPOSITORY, "docs/applications.md"), "utf8");
  const [, script = ""] = /```js\n(\/\/ first\.mjs.*?)```/s.exec(page) ?? [];
  project.write("first.mjs", script);
  const variables = { ...environment(), DB_SECRET_ID: application.secret.arn, DB_CA_FILE: testMysql().caFile };
  const { username } = await application.secret.value();
  const told = await project.run(process.execPath, ["first.mjs"], variables);
  expect(told.startsWith(`${username}@% `)).toBe(true);
  expect(told).toContain("label: 'AWSCURRENT'");
});

describe.each(["this", ...NODES])("on Node %s", (version) => {
  let node = process.execPath;

  beforeAll(async () => {
    if (version === "this") return;
    const name = `node-${version}`;
    const folder = path.join(project.folder, "node_modules", name);
    await project.run("npm", [
      "install",
      "--no-save",
      "--no-audit",
      "--no-fund",
      `${name}@npm:${nodePackage}@${version}`,
    ]);
    node = path.join(folder, "bin/node");
    expect(existsSync(node)).toBe(true);
  }, 300_000);

  test.each(["esm.mjs", "cjs.cjs"])(
    "%s logs in, before and after rotations, and ends by itself",
    async (file) => {
      const told = "refreshed AWSCURRENT\nanswer 42\ntrue not_found\n";
      expect(await project.run(node, [file], environment())).toBe(told);
      await application.rotate();
      expect(await project.run(node, [file], environment())).toBe(told);
      if (version !== "this") expect(await project.run(node, ["--version"])).toBe(`v${version}\n`);
    },
    120_000,
  );
});
