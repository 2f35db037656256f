import { setTimeout as delay } from "node:timers/promises";
import { isRunning } from "../../../support/is-running";
import { cleanUp, startFunction } from "./function-for-tests";

afterEach(cleanUp);

describe("a process that ends", () => {
  it("is killed when the time is over, and the next event gets a new one", async () => {
    const slow = await startFunction(
      "exports.handler = async (event) => { if (event === 'hang') await new Promise(() => setInterval(() => {}, 1000)); return 'done' }",
      { timeoutMs: 300 },
    );
    const firstPid = slow.pid;
    const outcome = await slow.invoke("hang");
    expect(outcome).toMatchObject({
      ok: false,
      errorType: "Sandbox.Timedout",
      errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 0\.30 seconds$/),
    });
    expect(isRunning(firstPid)).toBe(false);
    expect(await slow.invoke("now")).toMatchObject({ ok: true, payload: "done" });
    expect(slow.pid).not.toBe(firstPid);
    expect(slow.coldStarts).toBe(2);
  });

  it("is killed when the time is over, even in an endless loop", async () => {
    const loop = await startFunction("exports.handler = async () => { for (;;); }", { timeoutMs: 200 });
    expect(await loop.invoke({})).toMatchObject({ errorType: "Sandbox.Timedout" });
  });

  it.each([
    ["process.exit(3)", "Runtime exited with error: exit status 3"],
    ["process.exit(0)", "Runtime exited without providing a reason"],
    ["process.kill(process.pid, 'SIGKILL')", "Runtime exited with error: signal: killed"],
  ])("gives Runtime.ExitError for %s, and the next event gets a new one", async (statement, message) => {
    const fragile = await startFunction(
      `exports.handler = async (event) => { if (event === 'exit') { ${statement}; await new Promise(() => {}) } return 1 }`,
    );
    expect(await fragile.invoke("exit")).toMatchObject({
      ok: false,
      errorType: "Runtime.ExitError",
      errorMessage: expect.stringContaining(message),
    });
    expect(await fragile.invoke("go on")).toMatchObject({ ok: true, payload: 1 });
    expect(fragile.coldStarts).toBe(2);
  });

  it("reports an exception outside of the handler's promise, and the next event gets a new one", async () => {
    const fragile = await startFunction(`
      exports.handler = async (event) => {
        if (event === 'throw') { setTimeout(() => { throw new RangeError('late') }, 5); await new Promise(() => {}) }
        if (event === 'reject') { Promise.reject(new RangeError('lost')); await new Promise(() => {}) }
        return 1;
      }`);
    expect(await fragile.invoke("throw")).toMatchObject({ errorType: "RangeError", errorMessage: "late" });
    expect(await fragile.invoke("reject")).toMatchObject({
      errorType: "Runtime.UnhandledPromiseRejection",
      errorMessage: "RangeError: lost",
    });
    expect(await fragile.invoke("go on")).toMatchObject({ ok: true, payload: 1 });
    expect(fragile.coldStarts).toBe(3);
  });

  it("may be killed at any moment: the event that it handled fails, the next gets a new one", async () => {
    const slow = await startFunction(
      "exports.handler = async (ms) => { await new Promise((r) => setTimeout(r, ms)); return 'done' }",
    );
    const inFlight = slow.invoke(5_000);
    await delay(30);
    slow.kill();
    expect(await inFlight).toMatchObject({ errorType: "Runtime.ExitError" });
    slow.kill(); // nothing is running: no effect
    expect(await slow.invoke(0)).toMatchObject({ ok: true });
    slow.kill(); // idle
    expect(await slow.invoke(0)).toMatchObject({ ok: true });
    expect(slow.coldStarts).toBe(3);
  });
});
