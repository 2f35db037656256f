import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { FunctionLoadError, startFunctionProcess } from "../../../../local/aws/function/start";
import { isRunning } from "../../../support/is-running";
import { cleanUp, startFunction, writeZip } from "./function-for-tests";

afterEach(cleanUp);

describe("invoke", () => {
  it("gives the handler's value after a JSON round trip of event and value", async () => {
    const echo = await startFunction(
      "exports.handler = async (event) => ({ ...event, at: new Date(0), nothing: undefined })",
    );
    const outcome = await echo.invoke({ Step: "createSecret", dropped: undefined, list: [1, "ü"] });
    expect(outcome).toMatchObject({
      ok: true,
      payload: { Step: "createSecret", list: [1, "ü"], at: "1970-01-01T00:00:00.000Z" },
    });
    expect(outcome.ok && Object.keys(outcome.payload as object)).not.toContain("nothing");
    expect(outcome.durationMs).toBeGreaterThan(0);
  });

  it("gives null for a handler that returns nothing", async () => {
    const silent = await startFunction("exports.handler = async () => {}");
    expect(await silent.invoke({})).toMatchObject({ ok: true, payload: null });
  });

  it("serialises a thrown error as Lambda does: name, message and trace", async () => {
    const failing = await startFunction(`
      class RotationError extends Error { constructor(m) { super(m); this.name = "RotationError:bad_event"; } }
      exports.handler = async () => { throw new RotationError("no Step") }`);
    const outcome = await failing.invoke({});
    expect(outcome).toMatchObject({ ok: false, errorType: "RotationError:bad_event", errorMessage: "no Step" });
    expect(!outcome.ok && outcome.trace[0]).toMatch(/Error.*: no Step$/);
    expect(!outcome.ok && outcome.trace.length).toBeGreaterThan(1);
  });

  it("serialises a thrown string with its type", async () => {
    const failing = await startFunction("exports.handler = async () => { throw 'no' }");
    expect(await failing.invoke({})).toMatchObject({ errorType: "string", errorMessage: "no", trace: [] });
  });

  it("fails for a value that has no JSON", async () => {
    const big = await startFunction("exports.handler = async () => ({ n: 1n })");
    expect(await big.invoke({})).toMatchObject({ ok: false, errorMessage: "Unable to stringify response body" });
  });

  it("handles one event at a time, in order, in one process", async () => {
    const busy = await startFunction(`
      let active = 0; let calls = 0;
      exports.handler = async (event) => {
        active += 1; await new Promise((r) => setTimeout(r, 20)); active -= 1;
        return { event, active, call: (calls += 1) };
      }`);
    const outcomes = await Promise.all(["a", "b", "c"].map((event) => busy.invoke(event)));
    expect(outcomes.map((outcome) => outcome.ok && outcome.payload)).toEqual([
      { event: "a", active: 0, call: 1 },
      { event: "b", active: 0, call: 2 },
      { event: "c", active: 0, call: 3 },
    ]);
    expect(busy.coldStarts).toBe(1);
  });

  it("hands over a context with request id, name and the time that is left", async () => {
    const curious = await startFunction(
      "exports.handler = async (_, c) => [c.awsRequestId, c.functionName, c.getRemainingTimeInMillis()]",
      { functionName: "rotate me", timeoutMs: 5_000 },
    );
    const outcome = await curious.invoke({});
    const [requestId, name, remainingMs] = outcome.ok ? (outcome.payload as [string, string, number]) : [];
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(name).toBe("rotate me");
    expect(remainingMs).toBeGreaterThan(4_000);
    expect(remainingMs).toBeLessThanOrEqual(5_000);
  });
});

describe("the environment", () => {
  afterEach(() => {
    delete process.env.OF_THE_PERSON_AT_THE_KEYBOARD;
  });

  it("is what was given and what Lambda sets, and nothing else", async () => {
    process.env.OF_THE_PERSON_AT_THE_KEYBOARD = "leaks";
    const curious = await startFunction("exports.handler = async () => process.env", {
      environment: { AWS_REGION: "eu-central-1", LOG_LEVEL: "debug" },
    });
    const outcome = await curious.invoke({});
    const found = outcome.ok ? (outcome.payload as Record<string, string>) : {};
    expect(Object.keys(found).sort()).toEqual([
      "AWS_DEFAULT_REGION",
      "AWS_LAMBDA_FUNCTION_NAME",
      "AWS_LAMBDA_FUNCTION_VERSION",
      "AWS_LAMBDA_INITIALIZATION_TYPE",
      "AWS_REGION",
      "HOME",
      "LAMBDA_TASK_ROOT",
      "LANG",
      "LOG_LEVEL",
      "PATH",
      "TZ",
      "_HANDLER",
    ]);
    expect(found).toMatchObject({ AWS_DEFAULT_REGION: "eu-central-1", LOG_LEVEL: "debug", TZ: ":UTC" });
  });
});

it("runs a bare node, without the loaders of this process", async () => {
  const curious = await startFunction("exports.handler = async () => process.execArgv");
  expect(await curious.invoke({})).toMatchObject({ payload: [] });
});

describe("what can be seen of it", () => {
  it("keeps the lines that were written, also those of the last moment, and passes them on", async () => {
    const passedOn: string[] = [];
    const talking = await startFunction(
      "console.log('loading'); exports.handler = async () => { console.log('out'); console.error('err'); process.stdout.write('unfinished') }",
      { onLog: (line) => passedOn.push(line) },
    );
    await talking.invoke({});
    expect([...talking.logs()].sort()).toEqual(["err", "loading", "out"]);
    await talking.stop();
    expect(passedOn).toContain("unfinished");
  });

  it("forgets the oldest lines", async () => {
    const chatty = await startFunction(
      "exports.handler = async () => { for (let i = 0; i < 30_000; i++) console.log(i + ' ' + '.'.repeat(60)) }",
    );
    await chatty.invoke({});
    await chatty.stop();
    expect(chatty.logs()).toHaveLength(2_000);
    expect(chatty.logs().at(-1)).toMatch(/^29999 /);
  });

  it("measures cold start, loading and memory", async () => {
    const heavy = await startFunction(
      "const until = Date.now() + 50; while (Date.now() < until); exports.handler = async () => Buffer.alloc(64 * 2 ** 20, 1).length",
    );
    expect(heavy.loadMs).toBeGreaterThanOrEqual(49);
    expect(heavy.coldStartMs).toBeGreaterThan(heavy.loadMs);
    const before = heavy.peakMemoryMb;
    await heavy.invoke({});
    expect(heavy.peakMemoryMb - before).toBeGreaterThan(50);
  });
});

describe("start and stop", () => {
  it("leaves no folder behind when it cannot be loaded", async () => {
    const note = `${writeZip({})}.note`;
    const indexJs = `require("node:fs").writeFileSync(${JSON.stringify(note)}, __dirname); throw new Error("x")`;
    await expect(startFunction(indexJs)).rejects.toThrow("x");
    expect(existsSync(readFileSync(note, "utf8"))).toBe(false);
  });

  it("leaves neither process nor folder behind when this process ends without stopping it", async () => {
    const zipFile = writeZip({ "index.js": "exports.handler = async () => [process.pid, __dirname]" });
    const output = execFileSync(process.execPath, ["--import", "tsx", join(__dirname, "parent-fixture.ts"), zipFile], {
      cwd: join(__dirname, "..", "..", "..", ".."),
      encoding: "utf8",
    });
    const [pid, folder] = JSON.parse(output);
    for (let waits = 0; waits < 200 && (isRunning(pid) || existsSync(folder)); waits += 1) await delay(10);
    expect(isRunning(pid)).toBe(false);
    expect(existsSync(folder)).toBe(false);
  });

  it.each([
    ["a syntax error", "exports.handler = (", "Runtime.UserCodeSyntaxError"],
    ["a missing module", "require('no-such-module')", "Runtime.ImportModuleError"],
    ["an exception while loading", "throw new TypeError('x')", "TypeError"],
    ["no handler", "exports.other = 1", "Runtime.HandlerNotFound"],
    ["an exit while loading", "process.exit(1)", "Runtime.ExitError"],
  ])("fails for %s", async (_, indexJs, errorType) => {
    const failure = await startFunction(indexJs).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FunctionLoadError);
    expect(failure).toMatchObject({ errorType });
  });

  it("fails for a file that is no zip, and for one that reaches outside of its folder", async () => {
    const options = { environment: {}, timeoutMs: 1_000 };
    await expect(startFunctionProcess({ ...options, zipFile: __filename })).rejects.toThrow(/cannot be read/);
    await expect(startFunctionProcess({ ...options, zipFile: writeZip({ "../x.js": "1" }) })).rejects.toThrow(
      /outside/,
    );
  });

  it("ends the process and removes what was unpacked, also while it is in an endless loop", async () => {
    const loop = await startFunction(
      "exports.handler = async (e) => { while (e); return process.env.LAMBDA_TASK_ROOT }",
    );
    const outcome = await loop.invoke(null);
    const taskRoot = outcome.ok ? String(outcome.payload) : "";
    expect(existsSync(taskRoot)).toBe(true);
    const inFlight = loop.invoke("loop");
    await delay(20);
    await loop.stop();
    expect(isRunning(loop.pid)).toBe(false);
    expect(existsSync(taskRoot)).toBe(false);
    expect(await inFlight).toMatchObject({ ok: false, errorType: "Runtime.ExitError" });
    expect(await loop.invoke(null)).toMatchObject({ ok: false, errorMessage: "the function was stopped" });
  });
});
