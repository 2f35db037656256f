import { type FunctionProcess, type InvokeOutcome, startFunctionProcess } from "../../../local/aws/function/start";
import { callCounter } from "../../../local/load/call-counter";
import { recordedFunction } from "../../../local/rehearsal/recorded-invocations";
import { startClock } from "../../../local/terminal/clock";

jest.mock("../../../local/aws/function/start");

/** Stands for a process; its invocations end when the test says so. */
interface FakeProcess {
  readonly accessKeyId: string;
  stopped: boolean;
  readonly ending: ((outcome: InvokeOutcome) => void)[];
}

const OK: InvokeOutcome = { ok: true, payload: undefined, durationMs: 1 };

function poolOfFakes() {
  const processes: FakeProcess[] = [];
  jest.mocked(startFunctionProcess).mockImplementation(async ({ environment }) => {
    const fake: FakeProcess = { accessKeyId: environment.AWS_ACCESS_KEY_ID ?? "", stopped: false, ending: [] };
    processes.push(fake);
    return {
      coldStartMs: 100,
      loadMs: 50,
      peakMemoryMb: 64,
      invoke: () => new Promise<InvokeOutcome>((resolve) => fake.ending.push(resolve)),
      logs: () => [`log of ${fake.accessKeyId}`],
      stop: async () => {
        fake.stopped = true;
      },
    } as unknown as FunctionProcess;
  });
  const calls = callCounter();
  const pool = recordedFunction({
    zipFile: "f.zip",
    environment: { A: "b" },
    timeoutMs: 1_000,
    clock: startClock(),
    calls,
  });
  return { pool, processes, calls };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("recordedFunction", () => {
  it("keeps a process warm for the next invocation", async () => {
    const { pool, processes, calls } = poolOfFakes();
    for (const _ of [1, 2]) {
      const answer = pool.invoke({});
      await settled();
      for (const key of ["FUNCTION1", "FUNCTION1", "FUNCTION1"]) calls.count(key);
      processes[0]?.ending.shift()?.(OK);
      expect(await answer).toMatchObject({ ok: true });
    }
    expect(processes).toHaveLength(1);
    expect(pool.invocations.map(({ instance, cold, apiCalls }) => [instance, cold, apiCalls])).toEqual([
      ["FUNCTION1", true, 3],
      ["FUNCTION1", false, 3],
    ]);
  });

  it("starts a process with an access key of its own when all are busy, and tells their calls apart", async () => {
    const { pool, processes, calls } = poolOfFakes();
    const answers = [pool.invoke({ n: 1 }), pool.invoke({ n: 2 })];
    await settled();
    expect(processes.map(({ accessKeyId }) => accessKeyId)).toEqual(["FUNCTION1", "FUNCTION2"]);
    for (const key of ["FUNCTION1", "FUNCTION2", "FUNCTION2", "CLIENT"]) calls.count(key);
    for (const process of processes) process.ending.shift()?.(OK);
    await Promise.all(answers);
    expect(pool.invocations.map(({ payload, apiCalls }) => [payload, apiCalls])).toEqual([
      [{ n: 1 }, 1],
      [{ n: 2 }, 2],
    ]);
    expect(pool.logLines()).toEqual(["log of FUNCTION1", "log of FUNCTION2"]);
  });

  it("hands a function's error on and uses the process again", async () => {
    const { pool, processes } = poolOfFakes();
    const answer = pool.invoke({});
    await settled();
    processes[0]?.ending.shift()?.({
      ok: false,
      errorType: "RotationError:x",
      errorMessage: "no",
      trace: [],
      durationMs: 1,
    });
    expect(await answer).toMatchObject({ ok: false, errorType: "RotationError:x", errorMessage: "no" });
    expect(pool.invocations[0]?.outcome).toEqual({ ok: false, reason: "RotationError:x: no" });
    void pool.invoke({});
    await settled();
    expect(processes).toHaveLength(1);
  });

  it("answers with an error when no process can be started", async () => {
    const { pool } = poolOfFakes();
    jest.mocked(startFunctionProcess).mockRejectedValueOnce(new Error("no handler"));
    expect(await pool.invoke({})).toMatchObject({ ok: false, errorMessage: expect.stringContaining("no handler") });
    expect(pool.invocations).toHaveLength(1);
  });

  it("stops every process, one that is just being started included", async () => {
    const { pool, processes } = poolOfFakes();
    void pool.invoke({});
    await pool.stop();
    expect(processes.map(({ stopped }) => stopped)).toEqual([true]);
    expect(await pool.invoke({ late: true })).toMatchObject({
      ok: false,
      errorMessage: expect.stringContaining("was stopped"),
    });
  });
});
