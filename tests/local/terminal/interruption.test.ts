import { Interruption, pause, unlessInterrupted, watchForInterruption } from "../../../local/terminal/interruption";

describe("watchForInterruption", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("turns %s into an interruption with exit code %d", (signal, exitCode) => {
    const watch = watchForInterruption();
    try {
      process.emit(signal, signal);
      expect(watch.signal.aborted).toBe(true);
      expect(watch.signal.reason).toBeInstanceOf(Interruption);
      expect(watch.signal.reason).toMatchObject({ exitCode, message: expect.stringContaining(signal) });
    } finally {
      watch.dispose();
    }
  });

  it("leaves no listener behind", () => {
    const before = process.listenerCount("SIGINT");
    watchForInterruption().dispose();
    expect(process.listenerCount("SIGINT")).toBe(before);
  });
});

describe("waiting", () => {
  const reason = new Error("stopped");

  it("ends a pause at once", async () => {
    const controller = new AbortController();
    const waiting = pause(60_000, controller.signal);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(pause(60_000, controller.signal)).rejects.toBe(reason);
  });

  it("does not wait for work that goes on", async () => {
    const controller = new AbortController();
    const waiting = unlessInterrupted(controller.signal, new Promise(() => undefined));
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });

  it("gives the outcome of work that ends in time", async () => {
    const { signal } = new AbortController();
    await expect(unlessInterrupted(signal, Promise.resolve(7))).resolves.toBe(7);
    await expect(unlessInterrupted(signal, Promise.reject(reason))).rejects.toBe(reason);
    await expect(pause(1, signal)).resolves.toBeUndefined();
  });
});
