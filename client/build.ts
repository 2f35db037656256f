import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";

/** Of Node, the oldest that client/package.json allows. */
const TARGET = "node20.9";
const FORMATS = ["esm", "cjs"] as const;
const CLIENT = __dirname;
const REPOSITORY = path.dirname(CLIENT);

/**
 * Builds the package into an empty folder and packs it: an ES module and CommonJS, each with its own types. What it imports from other packages
 * is not bundled. @returns the tarball's path, in `outFolder`.
 */
export async function packClient(outFolder: string): Promise<string> {
  const staging = mkdtempSync(path.join(tmpdir(), "client-package-"));
  try {
    emitTypes(path.join(staging, "types"));
    for (const format of FORMATS) await emitFormat(staging, format);
    rmSync(path.join(staging, "types"), { recursive: true });
    for (const name of ["package.json", "README.md", "python"]) {
      cpSync(path.join(CLIENT, name), path.join(staging, name), {
        recursive: true,
        filter: (file) => !/__pycache__/.test(file),
      });
    }
    cpSync(path.join(REPOSITORY, "LICENSE"), path.join(staging, "LICENSE"));
    mkdirSync(outFolder, { recursive: true });
    const packed = execFileSync("npm", ["pack", "--silent", "--pack-destination", outFolder], {
      cwd: staging,
      encoding: "utf8",
    });
    return path.join(outFolder, packed.trim());
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function emitTypes(outDir: string): void {
  const tsc = path.join(REPOSITORY, "node_modules/typescript/bin/tsc");
  const args = [tsc, "-p", path.join(CLIENT, "tsconfig.json"), "--outDir", outDir];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`tsc failed to emit the client's types: ${stdout}${stderr}`);
}

async function emitFormat(staging: string, format: (typeof FORMATS)[number]): Promise<void> {
  const folder = path.join(staging, "dist", format);
  await build({
    entryPoints: [path.join(CLIENT, "src/index.ts")],
    outfile: path.join(folder, "index.js"),
    bundle: true,
    packages: "external",
    platform: "node",
    target: TARGET,
    format,
    logLevel: "warning",
  });
  const type = format === "esm" ? "module" : "commonjs";
  writeFileSync(path.join(folder, "package.json"), `${JSON.stringify({ type })}\n`);
  const types = path.join(staging, "types");
  for (const name of readdirSync(types)) {
    const text = readFileSync(path.join(types, name), "utf8");
    // The types of an ES module have to name the files that they import.
    writeFileSync(
      path.join(folder, name),
      format === "esm" ? text.replaceAll(/(from "\.\/[\w-]+)(";)/g, "$1.js$2") : text,
    );
  }
}

/** `npm run package:client` */
if (require.main === module) {
  void packClient(path.join(REPOSITORY, "dist")).then((tarball) => process.stdout.write(`${tarball}\n`));
}
