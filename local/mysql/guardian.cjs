/**
 * Runs one mysqld and ends it when its own standard input closes, which the system does for it however the parent dies:
 * a return, an exception, Ctrl-C or SIGKILL. It runs in a session of its own, so that Ctrl-C in the terminal reaches the
 * parent only. Plain CommonJS: it is started by a bare `node`.
 *
 * Input, a line each: `leave-folder` (do not remove it at the end).
 * Output, a line each: `started <pid>`, `ended <what happened>`.
 */
const { spawn } = require("node:child_process");
const { openSync, rmSync } = require("node:fs");

/**
 * @typedef {object} GuardianOrder
 * @property {string} command
 * @property {string[]} arguments
 * @property {string} logFile where mysqld's output goes
 * @property {string} folder removed at the end
 * @property {"SIGKILL" | "SIGTERM"} stopSignal SIGKILL where the data is thrown away anyway
 */

const GRACE_MS = 15_000;

/** @type {GuardianOrder} */
const order = JSON.parse(process.argv[2] ?? "");
const log = openSync(order.logFile, "a", 0o600);
const mysqld = spawn(order.command, order.arguments, { stdio: ["ignore", log, log] });

let isRunning = true;
let isEnding = false;
let removesFolder = true;

/** @param {string} line */
const tell = (line) => process.stdout.write(`${line}\n`);
process.stdout.on("error", () => {}); // the reader is gone; the end of the input says the same

function leave() {
  if (removesFolder) rmSync(order.folder, { recursive: true, force: true, maxRetries: 5 });
  process.exit(0);
}

function end() {
  if (isEnding) return;
  isEnding = true;
  if (!isRunning) return leave();
  mysqld.kill(order.stopSignal);
  setTimeout(() => mysqld.kill("SIGKILL"), GRACE_MS).unref();
}

/** @param {string} how */
function ended(how) {
  if (!isRunning) return;
  isRunning = false;
  if (isEnding) return leave();
  tell(`ended ${how}`); // the parent reads the log before it lets the folder go
}

mysqld.on("spawn", () => tell(`started ${mysqld.pid}`));
mysqld.on("error", (error) => ended(error.message));
mysqld.on("exit", (code, signal) => ended(signal === null ? `with exit code ${code}` : `by ${signal}`));

process.stdin.setEncoding("utf8");
process.stdin.on("data", (text) => {
  if (String(text).includes("leave-folder\n")) removesFolder = false;
});
for (const event of ["end", "close", "error"]) process.stdin.on(event, end);
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, end);
