/**
 * `npm run ops`: runs main.ts as one bundled file, which starts in a quarter of the time that loading its sources takes (docs/decisions/051-commands-for-operators.md).
 * The bundle is made again when a source or a dependency has changed, and is named after both.
 */
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const ROOT = path.join(__dirname, "..");
const SOURCES = ["ops", "environments", "rotation-fn", "stacks/shared"];
const FOLDER = path.join(ROOT, "dist", "ops");

function sourcesIn(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return sourcesIn(full);
    return entry.name.endsWith(".ts") ? [full] : [];
  });
}

/** Changes with every source that is edited, added or removed, and with the installed versions. */
function fingerprint() {
  const files = [
    ...SOURCES.flatMap((folder) => sourcesIn(path.join(ROOT, folder))),
    path.join(ROOT, "package-lock.json"),
  ];
  const hash = createHash("sha256");
  for (const file of files.sort()) {
    const { mtimeMs, size } = fs.statSync(file);
    hash.update(`${path.relative(ROOT, file)} ${mtimeMs} ${size}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}

function bundled() {
  const file = path.join(FOLDER, `${fingerprint()}.cjs`);
  if (fs.existsSync(file)) return file;
  const made = `${file}.${process.pid}`;
  // The SDK stays outside: a command loads the clients that it needs, when it needs them.
  require("esbuild").buildSync({
    entryPoints: [path.join(__dirname, "main.ts")],
    outfile: made,
    bundle: true,
    platform: "node",
    target: "node20",
    external: ["@aws-sdk/*", "mysql2"],
    sourcemap: "inline",
    sourcesContent: false,
    logLevel: "error",
  });
  fs.renameSync(made, file);
  // Older bundles. Another command may be making this one at the same time.
  for (const name of fs.readdirSync(FOLDER)) {
    if (!name.startsWith(path.basename(file))) fs.rmSync(path.join(FOLDER, name), { force: true });
  }
  return file;
}

require(bundled());
