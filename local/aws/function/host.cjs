/**
 * The inside of the function's process: loads the file that _HANDLER names from the folder that LAMBDA_TASK_ROOT names and calls
 * its export once for each message, as Lambda's Node runtime does. Plain CommonJS: it is started by a bare `node`.
 * Messages are described in messages.ts.
 *
 * @typedef {import("./messages").HostMessage} HostMessage
 * @typedef {import("./messages").HostRequest} HostRequest
 * @typedef {import("./outcome").LambdaError} LambdaError
 * @typedef {(event: unknown, context: object) => unknown} Handler
 */
const { readFileSync, rmSync } = require("node:fs");
const { join } = require("node:path");
const { performance } = require("node:perf_hooks");
const { types } = require("node:util");

const taskRoot = process.env.LAMBDA_TASK_ROOT ?? "";
const functionName = process.env.AWS_LAMBDA_FUNCTION_NAME ?? "";
const handlerName = process.env._HANDLER ?? "";
/** The event that is being handled, for errors that no promise carries. */
let currentRequestId = "";

/** @param {HostMessage} message @param {() => void} [afterwards] */
const tell = (message, afterwards = () => {}) => process.send?.(message, undefined, undefined, afterwards);
/** @param {NodeJS.WriteStream} stream @returns {Promise<void>} */
const flushed = (stream) => new Promise((resolve) => void stream.write("", () => resolve()));
/** On Linux maxRSS begins at the parent's value, since it survives exec; VmHWM is this program's own. */
function memoryMb() {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    if (kib !== undefined) return Math.round(Number(kib) / 1024);
  } catch {} // no /proc: not Linux
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

/** @param {unknown} error @param {string} [errorType] @returns {LambdaError} */
function lambdaError(error, errorType) {
  if (!types.isNativeError(error)) {
    return { errorType: errorType ?? typeof error, errorMessage: String(error), trace: [] };
  }
  const trace = String(error.stack ?? "").split("\n");
  return { errorType: errorType ?? error.name, errorMessage: error.message, trace };
}

/** @param {unknown} error */
function loadError(error) {
  const code = types.isNativeError(error) && "code" in error ? error.code : undefined;
  if (code === "MODULE_NOT_FOUND") return lambdaError(error, "Runtime.ImportModuleError");
  if (error instanceof SyntaxError) return lambdaError(error, "Runtime.UserCodeSyntaxError");
  return lambdaError(error);
}

/** @param {Handler} handler @param {HostRequest} request */
async function handle(handler, { requestId, eventJson, deadlineMs }) {
  currentRequestId = requestId;
  const context = {
    awsRequestId: requestId,
    functionName,
    functionVersion: "$LATEST",
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
  };
  const answer = await answerOf(handler, requestId, JSON.parse(eventJson), context);
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]); // what it wrote arrives before its answer
  tell(answer);
}

/** @param {Handler} handler @param {string} requestId @param {unknown} event @param {object} context @returns {Promise<HostMessage>} */
async function answerOf(handler, requestId, event, context) {
  try {
    const payloadJson = toJson(await handler(event, context));
    return { kind: "returned", requestId, payloadJson, memoryMb: memoryMb() };
  } catch (error) {
    return { kind: "failed", requestId, error: lambdaError(error), memoryMb: memoryMb() };
  }
}

/** @param {unknown} payload @returns {string} */
function toJson(payload) {
  try {
    return JSON.stringify(payload) ?? "null"; // nothing, or a function, has no JSON: Lambda's answer is null
  } catch {
    throw new Error("Unable to stringify response body");
  }
}

/** @param {LambdaError} error @param {number} exitCode */
const failAndExit = (error, exitCode) =>
  tell({ kind: "crashed", requestId: currentRequestId, error, memoryMb: memoryMb() }, () => process.exit(exitCode));

// The parent is gone or has closed the channel: there is nothing left to serve, and no other process would remove the folder.
process.on("disconnect", () => {
  rmSync(taskRoot, { recursive: true, force: true });
  process.exit(0);
});
// Ctrl-C reaches all processes of a terminal; what becomes of this one is for the parent to say.
process.on("SIGINT", () => {});
process.on("uncaughtException", (error) => failAndExit(lambdaError(error), 129));
process.on("unhandledRejection", (reason) => {
  const text = types.isNativeError(reason) ? `${reason.name}: ${reason.message}` : String(reason);
  const { trace } = lambdaError(reason);
  failAndExit({ errorType: "Runtime.UnhandledPromiseRejection", errorMessage: text, trace }, 128);
});

try {
  const startedAt = performance.now();
  const [, file = "", exported = ""] = /^(.+)\.([^./]+)$/.exec(handlerName) ?? [];
  const handler = require(join(taskRoot, `${file}.js`))[exported];
  const loadMs = performance.now() - startedAt;
  if (typeof handler === "function") {
    process.on("message", (request) => void handle(handler, /** @type {HostRequest} */ (request)));
    tell({ kind: "loaded", loadMs, memoryMb: memoryMb() });
  } else {
    const errorMessage = `${handlerName} is undefined or not exported`;
    tell({ kind: "load-failed", error: { errorType: "Runtime.HandlerNotFound", errorMessage, trace: [] } });
  }
} catch (error) {
  tell({ kind: "load-failed", error: loadError(error) });
}
