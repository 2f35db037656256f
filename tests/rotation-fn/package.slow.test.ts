import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { unzipSync } from "fflate";
import { codeDigestOfFolder } from "../../rotation-fn/code-digest";
import { type PackagedFunction, packageRotationFunction } from "../../rotation-fn/package";
import { bundle } from "../../rotation-fn/package/bundle";
import { bundledPackages } from "../../rotation-fn/package/bundled-packages";
import { linkNodeModules, REPOSITORY, temporaryFolder } from "../support/temporary-folder";

const regions = ["eu-west-1", "us-east-1"];
const folder = temporaryFolder();
const outFile = path.join(folder, "rotation-fn.zip");

let packaged: PackagedFunction;
let zip: Buffer;
let files: Record<string, Uint8Array>;

beforeAll(async () => {
  packaged = await packageRotationFunction({ regions, outFile });
  zip = readFileSync(packaged.zipFile);
  files = unzipSync(zip);
  mkdirSync(path.join(folder, "unpacked"));
  for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(folder, "unpacked", name), bytes);
});

describe("the package of the rotation function", () => {
  test("holds the code, the certificates and the notices, and says what it wrote", () => {
    expect(Object.keys(files)).toEqual(["LICENSES.txt", "index.js", "rds-ca.pem"]);
    expect(packaged.zipFile).toBe(outFile);
    expect(packaged.bytes).toBe(zip.length);
    expect(packaged.sha256Base64).toBe(createHash("sha256").update(zip).digest("base64"));
  });

  test("has the digest that the function calculates of itself where it is unpacked", () => {
    const unpacked = path.join(folder, "unpacked");
    expect(codeDigestOfFolder(unpacked)).toBe(packaged.codeDigest);
    const changed = path.join(folder, "changed");
    cpSync(unpacked, changed, { recursive: true });
    writeFileSync(path.join(changed, "rds-ca.pem"), "other roots");
    expect(codeDigestOfFolder(changed)).not.toBe(packaged.codeDigest);
  });

  test("loads in a bare Node process with an empty environment and exports handler", () => {
    const script =
      "process.stdout.write(Object.keys(require(process.argv[1])).join() + ' ' + typeof require(process.argv[1]).handler)";
    const index = path.join(folder, "unpacked", "index.js");
    expect(run(["--eval", script, index], { env: {}, cwd: folder })).toBe("handler function");
  });

  test("trusts the RDS roots of its regions only", () => {
    const pem = Buffer.from(files["rds-ca.pem"] ?? []).toString();
    expect(pem.match(/^# Amazon RDS \S+ Root CA \S+/gm)).toEqual([
      "# Amazon RDS eu-west-1 Root CA ECC384",
      "# Amazon RDS eu-west-1 Root CA RSA2048",
      "# Amazon RDS eu-west-1 Root CA RSA4096",
      "# Amazon RDS us-east-1 Root CA ECC384",
      "# Amazon RDS us-east-1 Root CA RSA2048",
      "# Amazon RDS us-east-1 Root CA RSA4096",
    ]);
    expect(Buffer.from(files["index.js"] ?? []).includes("BEGIN CERTIFICATE")).toBe(false);
  });

  test("names no place of the machine that built it", () => {
    for (const [name, bytes] of Object.entries(files)) {
      for (const folderName of [REPOSITORY, homedir(), folder, "sourceMappingURL"]) {
        if (folderName.length > 1)
          expect([name, folderName, Buffer.from(bytes).includes(folderName)]).toEqual([name, folderName, false]);
      }
    }
  });

  // Sizes are part of the decision in docs/decisions/003-bundle-and-trim.md: a change beyond these is decided, not suffered.
  test("stays within its budget", () => {
    expect(packaged.bytes).toBeLessThanOrEqual(270_000);
    expect(files["index.js"]?.length).toBeLessThanOrEqual(1_200_000);
  });

  test("contains these packages and no other", async () => {
    const { metafile } = await bundle({ root: REPOSITORY });
    expect([...new Set(bundledPackages(metafile).map(({ name }) => name))]).toEqual([
      "@aws-sdk/client-secrets-manager",
      "@aws-sdk/core",
      "@aws-sdk/credential-provider-env",
      "@aws/lambda-invoke-store",
      "@smithy/core",
      "@smithy/node-http-handler",
      "@smithy/signature-v4",
      "@smithy/types",
      "long",
      "lru.min",
      "mysql2",
      "named-placeholders",
      "sql-escaper",
      "zod",
    ]);
  });

  test("refuses a region without RDS roots and writes nothing", async () => {
    const refused = path.join(folder, "refused", "rotation-fn.zip");
    await expect(packageRotationFunction({ regions: ["mars-north-1"], outFile: refused })).rejects.toMatchObject({
      code: "unknown_region",
    });
    expect(() => readFileSync(refused)).toThrow("ENOENT");
  });
});

describe("the same bytes come out", () => {
  test("when it is packaged again, and the file is left alone", async () => {
    expect(await packageRotationFunction({ regions: [...regions].reverse(), outFile })).toEqual(packaged);
  });

  test.each([
    ["from another directory, whose path has a space", {}],
    ["in a time zone east of it", { TZ: "Pacific/Kiritimati" }],
    ["in a time zone west of it", { TZ: "America/Los_Angeles" }],
    ["with another home, user and language", { HOME: "/nonexistent", USER: "somebody", LANG: "tr_TR.UTF-8" }],
  ])("%s", (_name, environment) => {
    expect(packagedInACopy({ environment })).toBe(packaged.sha256Base64);
  });

  test("from another working directory", () => {
    expect(packagedInACopy({ cwd: folder })).toBe(packaged.sha256Base64);
  });

  test("at another time", () => {
    const laterBySeconds = 400 * 24 * 3600 + 12_345;
    const preload = path.join(folder, "later.cjs");
    const shifted = `constructor(...given) { given.length > 0 ? super(...given) : super(Date.now()); }`;
    writeFileSync(
      preload,
      `const Real = Date; const now = () => Real.now() + ${laterBySeconds * 1000};
       globalThis.Date = class Date extends Real { ${shifted} static now() { return now(); } };`,
    );
    expect(packagedInACopy({ nodeOptions: ["--require", preload] })).toBe(packaged.sha256Base64);
  });

  test("with another umask", () => {
    expect(packagedInACopy({ prologue: "process.umask(0o077);" })).toBe(packaged.sha256Base64);
  });
});

interface CopyOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
  readonly prologue?: string;
  /** Where the process runs, when not in the copy. */
  readonly cwd?: string;
}

/** Packages in a fresh process from a copy of the function's source, and returns the hash that it reports. */
function packagedInACopy({ environment = {}, nodeOptions = [], prologue = "", cwd }: CopyOptions): string {
  const copy = path.join(temporaryFolder(), "a copy");
  cpSync(path.join(REPOSITORY, "rotation-fn"), path.join(copy, "rotation-fn"), { recursive: true });
  cpSync(path.join(REPOSITORY, "package.json"), path.join(copy, "package.json"));
  linkNodeModules(copy);
  const input = { regions, outFile: path.join(copy, "out", "fn.zip") };
  const script = `${prologue}
    require(${JSON.stringify(path.join(copy, "rotation-fn", "package"))})
      .packageRotationFunction(${JSON.stringify(input)})
      .then(({ sha256Base64 }) => process.stdout.write(sha256Base64))`;
  const env = { PATH: process.env.PATH ?? "", ...environment };
  return run([...nodeOptions, "--require", require.resolve("tsx/cjs"), "--eval", script], { cwd: cwd ?? copy, env });
}

function run(args: readonly string[], options: { cwd: string; env: Record<string, string> }): string {
  return execFileSync(process.execPath, args, { ...options, encoding: "utf8" });
}
