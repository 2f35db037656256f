import { plainProgress } from "../../../local/terminal/progress";

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
