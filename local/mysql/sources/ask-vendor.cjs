/**
 * Asks mysql-memory-server where the vendor's build for this platform is, and has it downloaded.
 * `probe <series>` prints `reachable` when the download can begin; `download <series>` prints the path of mysqld.
 * Plain CommonJS: it is run by a bare `node`. The inner modules are used because the package's one public function
 * also starts a server, without TLS of our own; the exact version is pinned in package.json.
 */
const https = require("node:https");
const { downloadBinary } = require("mysql-memory-server/dist/src/libraries/Downloader");
const { default: Logger } = require("mysql-memory-server/dist/src/libraries/Logger");
const { default: findBuild } = require("mysql-memory-server/dist/src/libraries/Version");
const constants = require("mysql-memory-server/dist/src/constants");

const CONNECT_TIMEOUT_MS = 3_000;
const [, , action, series] = process.argv;
const architecture = process.arch;

/** Whether the vendor's site answers at all, so that an offline machine is not kept waiting. */
function probe() {
  return new Promise((resolve, reject) => {
    const { origin } = new URL(constants.MySQLCDNArchivesBaseURL);
    const request = https.request(origin, { method: "HEAD", timeout: CONNECT_TIMEOUT_MS }, (response) => {
      response.resume();
      resolve("reachable");
    });
    request.on("timeout", () => request.destroy(new Error(`${origin} did not answer within ${CONNECT_TIMEOUT_MS} ms`)));
    request.on("error", reject);
    request.end();
  });
}

async function main() {
  if (architecture !== "x64" && architecture !== "arm64") throw new Error(`no build for ${architecture}`);
  const build = findBuild(series, architecture);
  if (action === "probe") return probe();
  const options = { ...constants.DEFAULT_OPTIONS, downloadRetries: 1 };
  return downloadBinary(build, options, new Logger("ERROR"));
}

main().then(
  (answer) => process.stdout.write(`${answer}\n`),
  (error) => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  },
);
