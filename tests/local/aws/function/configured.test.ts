import { startFunctionProcess } from "../../../../local/aws/function/start";
import { skippedBecause } from "../../../support/skipped-because";
import { cleanUp, startFunction, writeZip } from "./function-for-tests";

afterEach(cleanUp);

const HOLD = `const held = [];
  exports.handler = async ({ mb }) => {
    for (let i = 0; i < mb; i += 10) { held.push(Buffer.alloc(10 * 1024 * 1024, 1)); await new Promise((r) => setTimeout(r, 2)); }
    await new Promise((r) => setTimeout(r, 200));
    return held.length;
  }`;

describe("what is configured for a function", () => {
  it("is called by the handler's file and export", async () => {
    const zipFile = writeZip({ "lib/rotate.js": "exports.now = async () => process.env._HANDLER" });
    const started = await startFunctionProcess({
      zipFile,
      environment: {},
      timeoutMs: 5_000,
      handler: "lib/rotate.now",
    });
    expect(await started.invoke({})).toMatchObject({ ok: true, payload: "lib/rotate.now" });
    await started.stop();
  });

  it("is not started when the handler's export is not there", async () => {
    await expect(startFunction("exports.other = () => 1", { handler: "index.handler" })).rejects.toMatchObject({
      errorType: "Runtime.HandlerNotFound",
      message: "index.handler is undefined or not exported",
    });
  });

  // Only there the limit is kept (local/aws/function/memory-limit.ts).
  const noProc = "only Linux tells what another process holds in memory (/proc)";
  skippedBecause(process.platform === "linux" ? undefined : noProc, it)(
    "is killed above its memory, and works again after that",
    async () => {
      const limited = await startFunction(HOLD, { memoryMb: 128 });
      expect(await limited.invoke({ mb: 10 })).toMatchObject({ ok: true });
      expect(await limited.invoke({ mb: 300 })).toMatchObject({
        ok: false,
        errorType: "Runtime.ExitError",
        errorMessage: expect.stringContaining("signal: killed"),
      });
      expect(await limited.invoke({ mb: 10 })).toMatchObject({ ok: true, payload: 1 });
    },
  );

  it("may hold as much as it likes without a limit", async () => {
    const free = await startFunction(HOLD);
    expect(await free.invoke({ mb: 300 })).toMatchObject({ ok: true });
  });
});
