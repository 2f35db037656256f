import { liveProgress, plainProgress } from "../../../local/terminal/progress";

const withoutTimes = (line: string) => line.replace(/\([\d.]+ m?s\)/, "(time)");

describe("plainProgress", () => {
  it("writes a line for each note and one for the end, and none for what only changes in place", async () => {
    const lines: string[] = [];
    const progress = plainProgress((line) => lines.push(withoutTimes(line)));
    const value = await progress.stage("Start MySQL", async (say) => {
      say.note("unpacking");
      say.now("12 %");
      say.result("9.7.4");
      return 42;
    });
    expect(value).toBe(42);
    expect(lines).toEqual(["  Start MySQL: unpacking", "✔ Start MySQL · 9.7.4 (time)"]);
  });

  it("marks the stage that failed and throws its error", async () => {
    const lines: string[] = [];
    const progress = plainProgress((line) => lines.push(withoutTimes(line)));
    await expect(progress.stage("Start MySQL", () => Promise.reject(new Error("none")))).rejects.toThrow("none");
    expect(lines).toEqual(["✖ Start MySQL (time)"]);
  });
});

describe("liveProgress", () => {
  const quietly = async (work: () => Promise<void>) => {
    const write = jest.spyOn(process.stdout, "write").mockReturnValue(true);
    const log = jest.spyOn(console, "log").mockReturnValue(undefined);
    try {
      await work();
    } finally {
      write.mockRestore();
      log.mockRestore();
    }
  };

  it("goes on with a later stage after one that failed", () =>
    quietly(async () => {
      const progress = liveProgress([["Deploy", "Rotate", "Search"]]);
      await expect(progress.stage("Deploy", () => Promise.reject(new Error("refused")))).rejects.toThrow("refused");
      expect(await progress.stage("Search", async () => "searched")).toBe("searched");
      await progress.end();
    }));

  it("runs the stages of two groups side by side", () =>
    quietly(async () => {
      const progress = liveProgress([
        ["1 · Deploy", "1 · Destroy"],
        ["2 · Deploy", "2 · Destroy"],
      ]);
      let begin = (): void => undefined;
      const begun = new Promise<void>((resolve) => {
        begin = resolve;
      });
      const first = progress.stage("1 · Deploy", () => begun);
      await progress.stage("2 · Deploy", async () => begin());
      await first;
      await progress.end();
    }));
});
