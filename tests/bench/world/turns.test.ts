import { atOnce } from "../../../bench/world/at-once";
import type { FunctionKind } from "../../../bench/world/function-under-test";
import { inTurn } from "../../../bench/world/in-turn";

const neverAborted = new AbortController().signal;
const kind = (key: FunctionKind["key"]): FunctionKind => ({
  key,
  title: key,
  has: () => true,
  start: () => Promise.reject(new Error("not to be called")),
});

describe("inTurn", () => {
  it("lets the functions take turns, and keeps what each gave apart", async () => {
    const order: string[] = [];
    const found = await inTurn(2, [kind("own"), kind("aws")], neverAborted, async ({ key }, run) => {
      order.push(`${key}${run}`);
      return run;
    });
    expect(order).toEqual(["own0", "aws0", "own1", "aws1"]);
    expect(found).toEqual({ own: [0, 1], aws: [0, 1] });
  });

  it("stops between two turns when the signal is given", async () => {
    const stop = new AbortController();
    const turns = inTurn(9, [kind("own")], stop.signal, async (_, run) => {
      if (run === 1) stop.abort(new Error("stopped"));
      return run;
    });
    await expect(turns).rejects.toThrow("stopped");
  });
});

describe("atOnce", () => {
  const tick = () => new Promise((resolve) => setImmediate(resolve));

  it("works on so many at once, and no more, until all are done", async () => {
    let running = 0;
    let max = 0;
    const done: number[] = [];
    await atOnce(3, [1, 2, 3, 4, 5, 6, 7], neverAborted, async (item) => {
      running += 1;
      max = Math.max(max, running);
      await tick();
      running -= 1;
      done.push(item);
    });
    expect(max).toBe(3);
    expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it("takes up nothing further after a failure", async () => {
    const begun: number[] = [];
    const work = atOnce(2, [1, 2, 3, 4, 5, 6], neverAborted, async (item) => {
      begun.push(item);
      await tick();
      if (item === 1) throw new Error("it broke");
    });
    await expect(work).rejects.toThrow("it broke");
    await tick();
    await tick();
    expect(begun.length).toBeLessThanOrEqual(3);
  });
});
